import type { Actor } from '#server/accounts/actor.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import * as contract from '#shared/contract/desk.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import { linkTold } from './aside.service.ts';
import { linksOf, putLink } from './aside.store.ts';
import { type Changes, changed } from './changes.ts';
import type { createOpening } from './opening.service.ts';
import { forDeskOnly, unknownTicket } from './refusals.ts';
import { requireReadable, type Standings } from './standings.ts';
import { worksOn } from './tickets.policy.ts';
import { entriesAfter, findEntry, findTicket, insertEntries } from './tickets.store.ts';

type Parts = Pick<Platform, 'db'> & {
  standings: Standings;
  changes: Pick<Changes, 'changeMany'>;
  opening: Pick<ReturnType<typeof createOpening>, 'open'>;
};

/** Two tickets become one, or one two. */
export function createMerging({ db, standings, changes, opening }: Parts) {
  async function merge(
    actor: Actor,
    { ticketId, intoId }: ParsedInputOf<typeof contract.mergeTickets>,
  ): Promise<OutputOf<typeof contract.mergeTickets>> {
    const standing = await standings.requireDesk(actor);
    if (ticketId === intoId) throw new AppError('invalid', 'A ticket does not go into itself.');
    const { changed: both } = await changes.changeMany(
      standing,
      [ticketId, intoId],
      async (found, at, tx) => {
        const ticket = found.find(({ id }) => id === ticketId);
        const into = found.find(({ id }) => id === intoId);
        if (!ticket || !into) throw unknownTicket();
        const links = await linksOf(tx, ticketId, standing.queues);
        const isDuplicate = links.some(
          ({ kind, back, ticket: other }) => kind === 'duplicate' && !back && other.id === intoId,
        );
        if (isDuplicate && ticket.status === 'closed') throw merged();
        const entries = await entriesAfter(tx, ticketId, 0, contract.maxMerged + 1);
        if (entries.length > contract.maxMerged) throw tooLong();
        const words = wordsFor(into, ticket, entries);
        await insertEntries(tx, words);
        await putLink(tx, ticketId, intoId, 'duplicate');
        const longer = { ...into, seq: into.seq + words.length, waitingSince: longestWait(ticket, into) };
        return new Map([
          [
            ticketId,
            [
              changed(standing, ticket, { status: 'closed' }, at) ??
                linkTold(standing, ticket, into, 'linked'),
            ],
          ],
          [intoId, [linkTold(standing, longer, ticket, 'linked')]],
        ]);
      },
    );
    const resultOf = (id: TicketId) => {
      const result = both.find(({ ticket }) => ticket.id === id);
      if (!result) throw new Error('a merged ticket that did not change');
      return result.ticket;
    };
    return { ticket: resultOf(ticketId), into: resultOf(intoId) };
  }

  async function split(
    actor: Actor,
    { ticketId, entryId, clientId, subject }: ParsedInputOf<typeof contract.splitTicket>,
  ): Promise<Ticket> {
    const standing = await standings.requireDesk(actor);
    const ticket = requireReadable(standing, await findTicket(db.read, ticketId));
    if (!worksOn(standing, ticket)) throw forDeskOnly();
    const entry = await findEntry(db.read, entryId);
    if (entry?.ticketId !== ticketId || (entry.kind !== 'reply' && entry.kind !== 'note'))
      throw new AppError('notFound', 'This ticket has no words of that id.');
    const { queueId, priority, impact, requesterId, channel } = ticket;
    return await opening.open(
      actor,
      { clientId, subject, body: entry.body, queueId, priority, impact, requesterId },
      { channel, opened: (tx, made) => putLink(tx, made.id, ticketId, 'related') },
    );
  }

  return { merge, split };
}

const merged = () =>
  new AppError('conflict', 'The one went into the other already.', { details: { reason: 'merged' } });
const tooLong = () =>
  new AppError('conflict', `No more than ${contract.maxMerged} entries go into another ticket.`, {
    details: { reason: 'tooLong' },
  });

/** Replies and notes as entries of the other ticket: what was said to somebody else is a note there. */
function wordsFor(into: Ticket, { requesterId }: Ticket, entries: readonly TicketEntry[]): TicketEntry[] {
  const sameRequester = requesterId === into.requesterId;
  return entries
    .flatMap((entry) => (entry.kind === 'reply' || entry.kind === 'note' ? [entry] : []))
    .map((entry, n) => ({
      ...entry,
      kind: sameRequester ? entry.kind : 'note',
      id: newId<TicketEntryId>(),
      ticketId: into.id,
      seq: into.seq + 1 + n,
    }));
}

/** What is owed in the merged one is owed here, unless this one is over. */
function longestWait(merged: Ticket, into: Ticket): string | null {
  if (into.status === 'solved' || into.status === 'closed') return null;
  const waits = [merged.waitingSince, into.waitingSince].filter((since) => since !== null);
  return waits.toSorted()[0] ?? null;
}
