import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import type { TicketEvent } from '#server/tickets/changes.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import * as contract from '#shared/contract/panels.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import type { PanelsNeeds } from './needs.ts';
import { listThreads, markRead } from './threads.store.ts';

type Parts = Pick<Platform, 'db'> & Pick<PanelsNeeds, 'publisher' | 'tickets'>;

/** The tickets one takes part in, as conversations in chat. The timeline itself is the ticket's. */
export function createThreads({ db, publisher, tickets }: Parts) {
  return {
    /** Tells everybody who takes part, or did until now, wherever they are. */
    note(tx: Tx, { before, after, entry }: TicketEvent): void {
      const ticket = after ?? before;
      if (!ticket) return;
      const now = new Set(after ? partnersOf(after) : []);
      const then = before ? partnersOf(before) : [];
      tx.afterCommit(() => {
        for (const personId of new Set([...now, ...then]))
          publisher.publish(audience.person(personId), contract.threadChanged, {
            thread: factsOf(ticket),
            takesPart: now.has(personId),
            isNew: now.has(personId) && isNewTo(personId, ticket, entry),
          });
      });
    },

    async list(actor: Actor): Promise<OutputOf<typeof contract.listThreads>> {
      return { threads: await listThreads(db.read, actor.personId) };
    },

    async read(
      actor: Actor,
      { ticketId, seq }: ParsedInputOf<typeof contract.readThread>,
    ): Promise<typeof nothing> {
      const { seq: last } = await tickets.requireReadable(actor, ticketId);
      const upTo = Math.min(seq, last);
      await db.transaction(async (tx) => {
        if (await markRead(tx, actor.personId, ticketId, upTo))
          tx.afterCommit(() =>
            publisher.publish(audience.person(actor.personId), contract.threadRead, { ticketId, seq: upTo }),
          );
      });
      return nothing;
    },
  };
}

const partnersOf = ({ requesterId, assigneeId, people }: Ticket): PersonId[] => [
  requesterId,
  ...(assigneeId ? [assigneeId] : []),
  ...people,
];

function isNewTo(personId: PersonId, { assigneeId }: Ticket, entry: TicketEntry | undefined): boolean {
  if (!entry || entry.kind === 'change' || entry.authorId === personId) return false;
  return (entry.kind !== 'note' && entry.kind !== 'sla') || personId === assigneeId;
}

const factsOf = ({ id, number, subject, status, requesterId, seq, updatedAt }: Ticket) => ({
  ticketId: id,
  number,
  subject,
  status,
  requesterId,
  seq,
  updatedAt,
});
