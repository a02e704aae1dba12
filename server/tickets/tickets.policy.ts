import type { Actor } from '#server/accounts/actor.ts';
import type { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';

export type AtDesk = { by: 'employee'; personId: PersonId; queues: ReadonlySet<QueueId> };
/** Who looks at tickets: an employee with the queues they read, or a customer with their company. */
export type Standing = AtDesk | { by: 'customer'; personId: PersonId; companyId: CompanyId | null };

/** Guests of a meeting have nothing to do with tickets. */
export const hasTickets = ({ kind }: Pick<Actor, 'kind'>): boolean => kind !== 'guest';

export function canRead(
  standing: Standing,
  ticket: Pick<Ticket, 'queueId' | 'requesterId' | 'companyId'>,
): boolean {
  if (isDesk(standing)) return standing.queues.has(ticket.queueId);
  if (ticket.requesterId === standing.personId) return true;
  return ticket.companyId !== null && ticket.companyId === standing.companyId;
}

/** Changes fields, writes notes, sees everything. */
export const isDesk = (standing: Standing): standing is AtDesk => standing.by === 'employee';

/** The desk's own words about a customer stay at the desk. */
export const ticketFor = (by: Standing['by'], ticket: Ticket): Ticket =>
  by === 'employee' ? ticket : { ...ticket, tags: [] };

export function entryFor(by: Standing['by'], entry: TicketEntry): TicketEntry | undefined {
  if (by === 'employee' || entry.kind === 'reply') return entry;
  if (entry.kind === 'note' || !('status' in entry.after)) return undefined;
  const { status: before } = entry.before;
  const { status: after } = entry.after;
  return { ...entry, before: { status: before }, after: { status: after } };
}
