import { newId } from '#server/platform/ids.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import {
  type Ticket,
  type TicketChanges,
  ticketChanged,
  type TicketEntry,
  ticketFields,
  ticketsCounted,
} from '#shared/contract/tickets.ts';
import { addFigures, type Counted, deltasOf } from './figures.store.ts';
import type { Figures } from './figures.ts';
import { afterChange, differences } from './life.ts';
import { forDeskOnly, rethrowTaken } from './refusals.ts';
import { requireReadable } from './standings.ts';
import { entryFor, isDesk, type Standing, ticketFor } from './tickets.policy.ts';
import { insertEntry, lockTicket, storeTicket } from './tickets.store.ts';

/** An entry that has no place in a timeline yet. */
type Words<E = TicketEntry> = E extends TicketEntry ? Omit<E, 'ticketId' | 'seq' | 'at'> : never;
/** What becomes of a ticket, and the entry that says so. */
export type Done = { after: Ticket; entry: Words };

type Parts = Pick<Platform, 'db' | 'clock'> & { publisher: Publisher; figures: Pick<Figures, 'tell'> };

/** The one way a ticket changes: locked, stored with an entry that says so, counted, and told to whoever may know. */
export function createChanges({ db, clock, publisher, figures }: Parts) {
  /** The last part of every change. */
  function finish(tx: Tx, before: Ticket | undefined, after: Ticket, entry: TicketEntry): void {
    const deltas = deltasOf(before, after);
    let counted: Counted[] = [];
    tx.beforeCommit(async () => {
      counted = await addFigures(tx, deltas);
    });
    tx.afterCommit(async () => {
      const queues = new Set([before?.queueId ?? after.queueId, after.queueId]);
      for (const queue of queues)
        publisher.publish(audience.ticketQueue(queue), ticketChanged, { ticket: after, entry });
      const shown = { ticket: ticketFor('customer', after), entry: entryFor('customer', entry) ?? null };
      publisher.publish(audience.ticketCustomers(after.id), ticketChanged, shown);
      for (const { queueId, revision, counts } of counted)
        publisher.publish(audience.ticketQueue(queueId), ticketsCounted, {
          queueId,
          revision,
          deltas: counts,
        });
      figures.tell(queues, counted);
    });
  }

  /** Locks the ticket, lets `work` say what becomes of it, and stores that with its entry. No answer: nothing changes. */
  async function change(
    standing: Standing,
    ticketId: TicketId,
    work: (ticket: Ticket, at: string) => Done | undefined,
  ): Promise<{ ticket: Ticket; entry: TicketEntry | undefined }> {
    return await db.transaction(async (tx) => {
      const before = requireReadable(standing, await lockTicket(tx, ticketId));
      const at = clock.now().toISOString();
      const done = work(before, at);
      if (!done) return { ticket: ticketFor(standing.by, before), entry: undefined };
      const after = { ...done.after, seq: before.seq + 1, updatedAt: at };
      const entry: TicketEntry = { ...done.entry, ticketId, seq: after.seq, at };
      await storeTicket(tx, after);
      await insertEntry(tx, entry).catch(rethrowTaken);
      finish(tx, before, after, entry);
      return { ticket: ticketFor(standing.by, after), entry };
    });
  }

  return { change, finish };
}
export type Changes = ReturnType<typeof createChanges>;

/** An employee's change of fields; nothing when all is so already. */
export function changed(
  standing: Standing,
  ticket: Ticket,
  changes: TicketChanges,
  at: string,
): Done | undefined {
  if (!isDesk(standing)) throw forDeskOnly();
  const after = afterChange(ticket, changes, at);
  const difference = differences(ticket, after, ticketFields);
  if (!difference) return undefined;
  const { personId: authorId } = standing;
  return { after, entry: { kind: 'change', id: newId<TicketEntryId>(), authorId, ...difference } };
}
