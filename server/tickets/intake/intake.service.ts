import type { Db, Tx } from '#server/platform/db.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import type { Queue, Ticket } from '#shared/contract/tickets.ts';
import { type Brought, insertBrought, nothingYet, withEnds } from './bringing.ts';
import type { Changes } from '../changes.ts';
import { queuesOf } from '../desk.store.ts';
import { companiesOfPeople, goneOnWith } from './intake.store.ts';
import { isOver } from '../life.ts';
import { companiesNamed } from './mirror.store.ts';
import { deleteTickets, lockTickets } from '../tickets.store.ts';

type Told = Pick<Ticket, 'assigneeId' | 'tags' | 'product' | 'department'>;
/** With a company by its name, which is made where it is not known; without one the requester's is meant. */
export type Incoming = Omit<Brought, 'ticket'> & {
  ticket: Omit<Brought['ticket'], 'companyId' | keyof typeof nothingYet> & Told;
  company: string | null;
};
/** A ticket, and the last entry that it came with. */
export type Kept = { ticketId: TicketId; seq: number };

type Parts = { db: Db; clock: Clock; changes: Pick<Changes, 'countChanges' | 'finishRemovals' | 'promises'> };

/**
 * Tickets of the past come in, and go again. They are counted, but nobody is told of each, and no rule follows from it. What is not over is
 * promised like a ticket that is opened now.
 */
export function createIntake({ db, clock, changes }: Parts) {
  return {
    /** Those that a person may bring tickets into. */
    queuesOf: (personId: PersonId): Promise<Queue[]> => queuesOf(db.read, personId),

    async bring(tx: Tx, items: readonly Incoming[]): Promise<Ticket[]> {
      const names = new Set(items.flatMap(({ company }) => company ?? []));
      const named = await companiesNamed(tx, [...names], clock.now());
      const own = await companiesOfPeople(
        tx,
        items.map(({ ticket }) => ticket.requesterId),
      );
      const promise = await changes.promises(tx);
      const at = clock.now().toISOString();
      const brought = items.map(({ company, ticket, entries }) => {
        const companyId = (company === null ? own.get(ticket.requesterId) : named.get(company)) ?? null;
        const made = withEnds({ ...nothingYet, ...ticket, companyId }, undefined, ticket.updatedAt);
        return { ticket: isOver(made) ? made : promise(made, { before: undefined, at }), entries };
      });
      const stored = await insertBrought(tx, brought);
      changes.countChanges(
        tx,
        stored.map(({ ticket }) => ({ before: undefined, after: ticket })),
      );
      return stored.map(({ ticket }) => ticket);
    },

    /** Somebody has written since to one of them, or changed it. */
    isGoneOnWith: async (kept: readonly Kept[]): Promise<boolean> =>
      (await goneOnWith(db.read, kept)).size > 0,

    /** Those that nobody went on with are gone then: answers how many. */
    async takeBack(tx: Tx, kept: readonly Kept[]): Promise<number> {
      const tickets = await lockTickets(
        tx,
        kept.map(({ ticketId }) => ticketId),
      );
      const alive = await goneOnWith(tx, kept);
      const going = tickets.filter(({ id }) => !alive.has(id));
      await deleteTickets(
        tx,
        going.map(({ id }) => id),
      );
      await changes.finishRemovals(tx, going);
      return going.length;
    },
  };
}
export type Intake = ReturnType<typeof createIntake>;
