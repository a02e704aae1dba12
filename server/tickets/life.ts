import type { Ticket, TicketChanges } from '#shared/contract/tickets.ts';

/** What of a ticket follows from what happens to it. Times are ISO. */
type State = Pick<
  Ticket,
  | 'status'
  | 'firstResponseAt'
  | 'waitingSince'
  | 'askedAt'
  | 'solvedAt'
  | 'closedAt'
  | 'reopened'
  | 'assigneeId'
>;
export type By = 'employee' | 'customer';

export const isOver = ({ status }: Pick<Ticket, 'status'>): boolean =>
  status === 'solved' || status === 'closed';
/** It is the customer's turn. */
const asks = (status: Ticket['status']): boolean => status === 'waiting' || status === 'solved';

/**
 * After a public reply. An employee's asks the customer, a customer's asks the desk, and opens again what was over. The first
 * response is the first public reply of an employee, not counting the one that opened the ticket.
 */
export function afterReply<T extends State>(ticket: T, by: By, now: string): T {
  if (by === 'employee') {
    const status = isOver(ticket) ? ticket.status : 'waiting';
    return {
      ...ticket,
      status,
      firstResponseAt: ticket.firstResponseAt ?? now,
      waitingSince: null,
      askedAt: asks(status) ? now : null,
    };
  }
  const again = isOver(ticket);
  return {
    ...ticket,
    status: ticket.status === 'new' ? 'new' : 'open',
    waitingSince: ticket.waitingSince ?? now,
    askedAt: null,
    solvedAt: again ? null : ticket.solvedAt,
    closedAt: again ? null : ticket.closedAt,
    reopened: ticket.reopened + (again ? 1 : 0),
  };
}

/** After the customer said whether what the desk calls solved is. */
export function afterConfirmation<T extends State>(ticket: T, confirmed: boolean, now: string): T {
  return confirmed
    ? { ...ticket, status: 'closed', askedAt: null, closedAt: now }
    : afterReply(ticket, 'customer', now);
}

/** After an employee changed its fields. */
export function afterChange<T extends Ticket>(ticket: T, changes: TicketChanges, now: string): T {
  const next: T = { ...ticket, ...withoutUndefined(changes) };
  if (next.status === ticket.status) return next;
  const over = isOver(next);
  return {
    ...next,
    // Nobody waits for an answer to what is over, or to what the customer has to answer.
    waitingSince: over || asks(next.status) ? null : next.waitingSince,
    askedAt: asks(next.status) ? now : null,
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
