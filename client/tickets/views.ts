import type { PersonId, QueueId } from '#shared/contract/ids.ts';
import type { TicketCount } from '#shared/contract/tickets.ts';
import { keyOf, type TicketSearch } from './core/address.ts';
import { activeStatuses } from './core/search.ts';

export type View = {
  /** A key of `tickets:views`. */
  name: string;
  search: TicketSearch;
  /** Which of the counted tickets are in it; left out where the counts do not tell. */
  counts?: (each: TicketCount) => boolean;
  /** The list itself is kept loaded, and counted. */
  isHeld?: true;
};

const isActive = ({ status }: TicketCount) => activeStatuses.includes(status);

export const followed: View = {
  name: 'followed',
  search: { followed: 'me', status: 'active' },
  isHeld: true,
};

export const deskViews = (me: PersonId): View[] => [
  {
    name: 'mine',
    search: { assignee: 'me', status: 'active' },
    counts: (each) => isActive(each) && each.assigneeId === me,
  },
  {
    name: 'unassigned',
    search: { assignee: 'none', status: 'active' },
    counts: (each) => isActive(each) && each.assigneeId === null,
  },
  { name: 'waiting', search: { waiting: 'us' }, isHeld: true },
  followed,
  { name: 'active', search: { status: 'active' }, counts: isActive },
  { name: 'solved', search: { status: 'solved' }, counts: ({ status }) => status === 'solved' },
  { name: 'closed', search: { status: 'closed' } },
];
/** My tickets that wait for an answer. */
export const mineWaiting: TicketSearch = { assignee: 'me', waiting: 'us' };

export const queueView = (queueId: QueueId): Pick<Required<View>, 'search' | 'counts'> => ({
  search: { queue: queueId, status: 'active' },
  counts: (each) => isActive(each) && each.queueId === queueId,
});

/** What a customer looks through. */
export const customerViews: View[] = [
  { name: 'underWay', search: { status: 'new,open,pending,waiting,solved' } },
  { name: 'toAnswer', search: { status: 'waiting,solved' } },
  { name: 'ended', search: { status: 'closed' } },
];

export const isSame = (a: TicketSearch, b: TicketSearch): boolean => keyOf(a) === keyOf(b);
