import type { QueueRules, Ticket, TicketChanges } from '#shared/contract/tickets.ts';
import { differing, patched } from './desk/field-values.ts';

/** What of a ticket follows from what happens to it. Times are ISO. */
type State = Pick<
  Ticket,
  | 'status'
  | 'firstResponseAt'
  | 'waitingSince'
  | 'askedAt'
  | 'remindedAt'
  | 'solvedAt'
  | 'closedAt'
  | 'reopened'
  | 'assigneeId'
  | 'statusLabelId'
>;
export type By = 'employee' | 'customer';

export const isOver = ({ status }: Pick<Ticket, 'status'>): boolean =>
  status === 'solved' || status === 'closed';
/** It is the customer's turn. */
const asks = (status: Ticket['status']): boolean => status === 'waiting' || status === 'solved';
/** A status that is new, or a question that is asked anew. */
const asked = (ticket: State, status: Ticket['status'], now: string) => ({
  status,
  statusLabelId: status === ticket.status ? ticket.statusLabelId : null,
  askedAt: asks(status) ? now : null,
  remindedAt: null,
});

/** A label goes with the value that it says more of. */
export const withoutLabels = (
  ticket: Pick<Ticket, 'status' | 'priority'>,
  { status, priority }: Pick<TicketChanges, 'status' | 'priority'>,
) => ({
  ...(status !== undefined && status !== ticket.status && { statusLabelId: null }),
  ...(priority !== undefined && priority !== ticket.priority && { priorityLabelId: null }),
});

/**
 * After a public reply. An employee's asks the customer, a customer's asks the desk, and opens again what was over. The first
 * response is the first public reply of an employee, not counting the one that opened the ticket.
 */
export function afterReply<T extends State>(ticket: T, by: By, now: string): T {
  if (by === 'employee') {
    const status = isOver(ticket) ? ticket.status : 'waiting';
    return {
      ...ticket,
      ...asked(ticket, status, now),
      firstResponseAt: ticket.firstResponseAt ?? now,
      waitingSince: null,
    };
  }
  const again = isOver(ticket);
  return {
    ...ticket,
    ...asked(ticket, ticket.status === 'new' ? 'new' : 'open', now),
    waitingSince: ticket.waitingSince ?? now,
    solvedAt: again ? null : ticket.solvedAt,
    closedAt: again ? null : ticket.closedAt,
    reopened: ticket.reopened + (again ? 1 : 0),
  };
}

/** After the customer said whether what the desk calls solved is. */
export function afterConfirmation<T extends State>(ticket: T, confirmed: boolean, now: string): T {
  return confirmed
    ? { ...ticket, ...asked(ticket, 'closed', now), closedAt: now }
    : afterReply(ticket, 'customer', now);
}

/** What follows from a change of the status: kept with the change, so that it can be taken back as a whole. */
export const followingFields = ['waitingSince', 'askedAt', 'solvedAt', 'closedAt', 'reopened'] as const;

/** After an employee changed its fields. */
export function afterChange<T extends Ticket>(ticket: T, changes: TicketChanges, now: string): T {
  const { fields = {}, ...others } = changes;
  const next: T = {
    ...ticket,
    ...withoutLabels(ticket, others),
    ...withoutUndefined(others),
    fields: patched(ticket.fields, fields),
  };
  if (next.status === ticket.status) return next;
  const over = isOver(next);
  return {
    ...next,
    ...asked(next, next.status, now),
    // Nobody waits for an answer to what is over, or to what the customer has to answer.
    waitingSince: over || asks(next.status) ? null : next.waitingSince,
    solvedAt: over ? (ticket.solvedAt ?? now) : null,
    closedAt: next.status === 'closed' ? now : null,
    reopened: ticket.reopened + (isOver(ticket) && !over ? 1 : 0),
  };
}

const hourMs = 3_600_000;
/** The customer is told that a ticket closes at least so long before. */
const warningHours = 24;

/** What becomes of a ticket because the customer says nothing, and when it closes if it is that which they are told. */
export type Silence = { does: 'remind' } | { does: 'warn'; closesAt: string } | { does: 'close' };

export function afterSilence(
  { status, askedAt, remindedAt }: Pick<Ticket, 'status' | 'askedAt' | 'remindedAt'>,
  { remindAfterHours, closeAfterHours }: Pick<QueueRules, 'remindAfterHours' | 'closeAfterHours'>,
  now: string,
): Silence | undefined {
  const passed = (since: string, hours: number) => Date.parse(now) - Date.parse(since) >= hours * hourMs;
  if (askedAt === null) return undefined;
  if (status === 'waiting') {
    const due = remindAfterHours !== null && remindedAt === null && passed(askedAt, remindAfterHours);
    return due ? { does: 'remind' } : undefined;
  }
  if (status !== 'solved' || closeAfterHours === null) return undefined;
  const warning = Math.min(warningHours, closeAfterHours);
  if (remindedAt !== null) return passed(remindedAt, warning) ? { does: 'close' } : undefined;
  if (!passed(askedAt, closeAfterHours - warning)) return undefined;
  return { does: 'warn', closesAt: new Date(Date.parse(now) + warning * hourMs).toISOString() };
}

/** The fields that differ, before and after; of the installation's own fields those that differ. */
export function differences(before: Ticket, after: Ticket, fields: readonly (keyof Ticket)[]) {
  const told = (ticket: Ticket, other: Ticket, field: keyof Ticket) =>
    field === 'fields' ? differing(ticket.fields, other.fields) : ticket[field];
  const changed = fields.filter(
    (field) => JSON.stringify(told(before, after, field)) !== JSON.stringify(told(after, before, field)),
  );
  const pick = (ticket: Ticket, other: Ticket) =>
    Object.fromEntries(changed.map((field) => [field, told(ticket, other, field)]));
  return changed.length === 0 ? undefined : { before: pick(before, after), after: pick(after, before) };
}

const withoutUndefined = (changes: Omit<TicketChanges, 'fields'>) =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
