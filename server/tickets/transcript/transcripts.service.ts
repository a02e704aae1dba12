import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Db } from '#server/platform/db.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import { requireReadable, type Standings } from '../standings.ts';
import { entryFor, show, sideOf } from '../tickets.policy.ts';
import { entriesAfter, findTicket } from '../tickets.store.ts';
import { htmlTranscript, textTranscript } from './transcript.ts';

type Parts = { db: Db; people: Pick<People, 'cards'>; standings: Standings };

const entriesAtOnce = 200;
const writers = { html: htmlTranscript, text: textTranscript };

/** A ticket from its first word to its last, as far as its reader sees it. */
export function createTranscripts({ db, people, standings }: Parts) {
  const transcripts = limiter('ticketTranscript', { points: 120, perSeconds: 600 });

  return async function transcript(
    actor: Actor,
    ticketId: TicketId,
    format: keyof typeof writers,
  ): Promise<{ ticket: Ticket; pieces: AsyncIterable<string> }> {
    await transcripts.consume(actor.personId);
    const standing = await standings.of(actor);
    const found = requireReadable(standing, await findTicket(db.read, ticketId));
    const ticket = show(standing, found);
    const side = sideOf(standing, found);
    const names = new Map<PersonId, string>();
    const writer = writers[format](actor.locale, (id) => names.get(id));

    async function learn(ids: readonly (PersonId | null)[]): Promise<void> {
      const unknown = ids.flatMap((id) => (id === null || names.has(id) ? [] : [id]));
      for (const { id, displayName } of (await people.cards(db.read, unknown)).values())
        names.set(id, displayName);
    }

    /** However long the timeline, a page of it is in memory. What is written meanwhile is not in it. */
    async function* pieces(): AsyncGenerator<string> {
      await learn([ticket.requesterId]);
      yield writer.head(ticket);
      for (let seq = 0; seq < ticket.seq; ) {
        const page: TicketEntry[] = await entriesAfter(db.read, ticketId, seq, entriesAtOnce);
        if (page.length === 0) break;
        seq = page.at(-1)?.seq ?? ticket.seq;
        const shown = page.flatMap((entry) => (entry.seq > ticket.seq ? [] : (entryFor(side, entry) ?? [])));
        await learn(shown.map(({ authorId }) => authorId));
        yield shown.map(writer.entry).join('');
      }
      yield writer.foot();
    }
    return { ticket, pieces: pieces() };
  };
}
