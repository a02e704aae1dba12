import type { Tx } from '#server/platform/db.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import { isOver } from '../life.ts';
import { insertEntries, insertTickets } from '../tickets.store.ts';

/** An entry that has a time already, and no place in a timeline. */
type Dated<E = TicketEntry> = E extends TicketEntry ? Omit<E, 'ticketId' | 'seq'> : never;
/** A ticket that was somewhere else before, with what was said there. */
export type Brought = { ticket: Omit<Ticket, 'number' | 'seq'>; entries: readonly Dated[] };
type Stored = { ticket: Ticket; entries: TicketEntry[] };

/** More values than that are not taken by one statement. */
const entriesAtOnce = 2_000;

/** What a ticket that comes from elsewhere has not, until somebody gives it that here. */
export const nothingYet = {
  assigneeId: null,
  people: [],
  tags: [],
  fields: {},
  product: null,
  department: null,
  reopened: 0,
  askedAt: null,
  remindedAt: null,
  rating: null,
  meetingId: null,
  source: null,
  statusLabelId: null,
  priorityLabelId: null,
  sla: null,
} satisfies Partial<Ticket>;

/** Stores many in few statements; whoever does so counts them. Answered in any order. */
export async function insertBrought(tx: Tx, brought: readonly Brought[]): Promise<Stored[]> {
  if (brought.length === 0) return [];
  const told = new Map(brought.map(({ ticket, entries }) => [ticket.id, entries]));
  const made = await insertTickets(
    tx,
    brought.map(({ ticket, entries }) => ({ ...ticket, seq: entries.length })),
  );
  const stored = made.map((ticket) => ({
    ticket,
    entries: (told.get(ticket.id) ?? []).map(
      (entry, n): TicketEntry => ({ ...entry, ticketId: ticket.id, seq: n + 1 }),
    ),
  }));
  const entries = stored.flatMap((each) => each.entries);
  for (let from = 0; from < entries.length; from += entriesAtOnce)
    await insertEntries(tx, entries.slice(from, from + entriesAtOnce));
  return stored;
}

type Ends = Pick<Ticket, 'status' | 'solvedAt' | 'closedAt'>;
/** An end has a time, also where nobody told it. */
export function withEnds<T extends Ends>(ticket: T, before: Ends | undefined, at: string): T {
  return {
    ...ticket,
    solvedAt: isOver(ticket) ? (ticket.solvedAt ?? before?.solvedAt ?? at) : null,
    closedAt: ticket.status === 'closed' ? (ticket.closedAt ?? before?.closedAt ?? at) : null,
  };
}
