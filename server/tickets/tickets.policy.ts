import type { Actor } from '#server/accounts/actor.ts';
import type { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';

export type AtDesk = { by: 'employee'; personId: PersonId; queues: ReadonlySet<QueueId> };
/** Who looks at tickets: an employee with the queues they read, or a customer with their company. */
export type Standing = AtDesk | { by: 'customer'; personId: PersonId; companyId: CompanyId | null };

/** Guests of a meeting have nothing to do with tickets. */
export const hasTickets = ({ kind }: Pick<Actor, 'kind'>): boolean => kind !== 'guest';

type Whose = Pick<Ticket, 'queueId' | 'requesterId' | 'companyId' | 'people'>;
export type Side = Standing['by'];

/**
 * On which side of a ticket somebody stands; undefined: they do not see it. An employee who asked or was added to a ticket of
 * a queue that is not theirs stands with the customer.
 */
export function sideOf(standing: Standing, ticket: Whose): Side | undefined {
  if (isDesk(standing) && standing.queues.has(ticket.queueId)) return 'employee';
  if (ticket.requesterId === standing.personId || ticket.people.includes(standing.personId))
    return 'customer';
  const isColleague =
    !isDesk(standing) && ticket.companyId !== null && ticket.companyId === standing.companyId;
  return isColleague ? 'customer' : undefined;
}

export const isDesk = (standing: Standing): standing is AtDesk => standing.by === 'employee';

/** Changes fields, writes notes, sees everything. */
export const worksOn = (standing: Standing, ticket: Whose): standing is AtDesk =>
  sideOf(standing, ticket) === 'employee';

const isRequester = (standing: Standing, { requesterId }: Whose): boolean =>
  requesterId === standing.personId;

/** Who asked does not answer themselves. */
export const speaksAs = (standing: Standing, ticket: Whose): Side =>
  worksOn(standing, ticket) && !isRequester(standing, ticket) ? 'employee' : 'customer';

export const canRemovePerson = (standing: Standing, ticket: Whose, personId: PersonId): boolean =>
  personId === standing.personId || worksOn(standing, ticket);

/** Says whether it is solved: the side that asked. */
export const canConfirm = (standing: Standing, ticket: Whose): boolean =>
  isRequester(standing, ticket) || sideOf(standing, ticket) === 'customer';

export const canRate = isRequester;
export const canCall = (standing: Standing, ticket: Whose): boolean =>
  isRequester(standing, ticket) || worksOn(standing, ticket);

/** A file that an entry names is seen by who sees the entry, one that none names by who uploaded it. */
export const canOpen = (
  standing: Standing,
  ticket: Whose,
  file: { uploaderId: PersonId; entryKind: TicketEntry['kind'] | null },
): boolean => {
  if (file.entryKind === null) return file.uploaderId === standing.personId;
  return file.entryKind !== 'note' || worksOn(standing, ticket);
};

export const canSetUpQueues = ({ isAdmin }: Pick<Actor, 'isAdmin'>): boolean => isAdmin;

/** What a ticket's source says of it. The rest is the desk's own: who has it, tags, notes. */
export const mirroredFields = [
  'subject',
  'status',
  'priority',
  'impact',
  'companyId',
  'dueAt',
  'createdAt',
  'firstResponseAt',
  'waitingSince',
  'solvedAt',
  'closedAt',
] as const satisfies readonly (keyof Ticket)[];

/** Nobody who answers here is heard there, and what the source says would come back at the next look. */
export const isUpToSource = (before: Ticket, after: Ticket, entry: Pick<TicketEntry, 'kind'>): boolean =>
  before.source !== null &&
  (entry.kind === 'reply' || mirroredFields.some((field) => before[field] !== after[field]));

export const canDelete = ({ isAdmin }: Pick<Actor, 'isAdmin'>): boolean => isAdmin;
export const canSetRules = canDelete;

/** The desk's own words about a customer stay at the desk. */
export const ticketFor = (side: Side | undefined, ticket: Ticket): Ticket =>
  side === 'employee' ? ticket : { ...ticket, tags: [], fields: {}, source: null };

/** A ticket as this person sees it. */
export const show = (standing: Standing, ticket: Ticket): Ticket =>
  ticketFor(sideOf(standing, ticket), ticket);

const shownToCustomers = ['status', 'people'];

export function entryFor(side: Side | undefined, entry: TicketEntry): TicketEntry | undefined {
  if (side === 'employee') return entry;
  if (entry.kind === 'note') return undefined;
  if (entry.kind !== 'change' && entry.kind !== 'notice') return entry;
  const { rule: _, ...told } = entry;
  if (told.kind === 'notice') return told;
  const shown = shownToCustomers.filter((field) => field in told.after);
  if (shown.length === 0) return undefined;
  const pick = (values: Record<string, unknown>) =>
    Object.fromEntries(shown.map((field) => [field, values[field]]));
  return { ...told, before: pick(told.before), after: pick(told.after) };
}
