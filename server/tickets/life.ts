import type { Ticket, TicketChanges } from '#shared/contract/tickets.ts';

/** What of a ticket follows from what happens to it. Times are ISO. */
type State = Pick<
  Ticket,
  'status' | 'firstResponseAt' | 'waitingSince' | 'solvedAt' | 'closedAt' | 'reopened' | 'assigneeId'
>;
export type By = 'employee' | 'customer';

const isOver = ({ status }: Pick<Ticket, 'status'>): boolean => status === 'solved' || status === 'closed';

/**
 * After a public reply. An employee's asks the customer, a customer's asks the desk, and opens again what was over. The first
 * response is the first public reply of an employee, not counting the one that opened the ticket.
 */
export function afterReply<T extends State>(ticket: T, by: By, now: string): T {
  if (by === 'employee')
    return {
      ...ticket,
      status: isOver(ticket) ? ticket.status : 'waiting',
      firstResponseAt: ticket.firstResponseAt ?? now,
      waitingSince: null,
    };
  const again = isOver(ticket);
  return {
    ...ticket,
    status: ticket.status === 'new' ? 'new' : 'open',
    waitingSince: ticket.waitingSince ?? now,
    solvedAt: again ? null : ticket.solvedAt,
    closedAt: again ? null : ticket.closedAt,
    reopened: ticket.reopened + (again ? 1 : 0),
  };
}

/** What follows from a change of the status: kept with the change, so that it can be taken back as a whole. */
export const followingFields = ['waitingSince', 'solvedAt', 'closedAt', 'reopened'] as const;

/** After an employee changed its fields. */
export function afterChange<T extends Ticket>(ticket: T, changes: TicketChanges, now: string): T {
  const next: T = { ...ticket, ...withoutUndefined(changes) };
  if (next.status === ticket.status) return next;
  const over = isOver(next);
  return {
    ...next,
    // Nobody waits for an answer to what is over, or to what the customer has to answer.
    waitingSince: over || next.status === 'waiting' ? null : next.waitingSince,
    solvedAt: over ? (ticket.solvedAt ?? now) : null,
    closedAt: next.status === 'closed' ? now : null,
    reopened: ticket.reopened + (isOver(ticket) && !over ? 1 : 0),
  };
}

/** The fields that differ, before and after. */
export function differences(before: Ticket, after: Ticket, fields: readonly (keyof Ticket)[]) {
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const pick = (ticket: Ticket) => Object.fromEntries(changed.map((field) => [field, ticket[field]]));
  return changed.length === 0 ? undefined : { before: pick(before), after: pick(after) };
}

const withoutUndefined = (changes: TicketChanges) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
