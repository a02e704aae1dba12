import type * as z from 'zod';
import { type FieldValue, FieldValues } from '#shared/contract/fields.ts';
import { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import {
  type Ticket,
  TicketChannel,
  type TicketFilter,
  TicketImpact,
  TicketPriority,
  TicketSort,
  TicketStatus,
} from '#shared/contract/tickets.ts';
import { searchOf, type TicketSearch } from './address.ts';

export const activeStatuses: readonly TicketStatus[] = ['new', 'open', 'pending', 'waiting'];

/** Of a list with commas what the schema knows; undefined when there is nothing to filter by. */
function listOf<T extends string>(schema: z.ZodType<T>, words: string | undefined): T[] | undefined {
  const known = words?.split(',').flatMap((word) => schema.safeParse(word).data ?? []);
  return known && known.length > 0 ? known : undefined;
}

const statusesOf = (words: string | undefined) =>
  words === 'active' ? [...activeStatuses] : listOf(TicketStatus, words);

function assigneeOf(word: string | undefined, me: PersonId): PersonId | null | undefined {
  if (word === 'me') return me;
  return word === 'none' ? null : PersonId.safeParse(word).data;
}

/** `room:"A1"`: a field of the installation's own, and the value it has to have. */
export const fieldWord = (key: string, value: FieldValue): string => `${key}:${JSON.stringify(value)}`;

export function fieldIn({ field }: TicketSearch): FieldValues | undefined {
  const [, key, json] = /^(\w+):(.+)$/s.exec(field ?? '') ?? [];
  if (key === undefined || json === undefined) return undefined;
  try {
    return FieldValues.safeParse({ [key]: JSON.parse(json) }).data;
  } catch {
    return undefined;
  }
}

/** What the hub is asked for. `waitingSince` is the moment of asking: it has owed an answer since before. */
export const filterOf = (search: TicketSearch, me: PersonId, now = new Date()): TicketFilter => ({
  text: search.q,
  status: statusesOf(search.status),
  priority: listOf(TicketPriority, search.priority),
  impact: listOf(TicketImpact, search.impact),
  channel: listOf(TicketChannel, search.channel),
  queueId: QueueId.safeParse(search.queue).data,
  requesterId: PersonId.safeParse(search.requester).data,
  companyId: CompanyId.safeParse(search.company).data,
  assigneeId: assigneeOf(search.assignee, me),
  product: search.product,
  department: search.department,
  tag: search.tag,
  fields: fieldIn(search),
  waitingSince: search.waiting && now.toISOString(),
});

export const sortOf = ({ sort }: TicketSearch): TicketSort => TicketSort.safeParse(sort).data ?? 'updated';

/** The search that a kept filter says. */
export function searchFor(filter: TicketFilter, sort: TicketSort, me: PersonId): TicketSearch {
  const { assigneeId } = filter;
  const status = filter.status?.join();
  const [field] = Object.entries(filter.fields ?? {});
  return searchOf({
    q: filter.text,
    status: status === activeStatuses.join() ? 'active' : (status ?? 'any'),
    priority: filter.priority?.join(),
    impact: filter.impact?.join(),
    channel: filter.channel?.join(),
    queue: filter.queueId,
    requester: filter.requesterId,
    company: filter.companyId,
    assignee: assigneeId === null ? 'none' : assigneeId === me ? 'me' : assigneeId,
    product: filter.product,
    department: filter.department,
    tag: filter.tag,
    field: field && fieldWord(...field),
    waiting: filter.waitingSince && 'us',
    sort: sort === 'updated' ? undefined : sort,
  });
}

/** Whether a ticket that has changed belongs to a list: the same judgement as the hub's. Its words only the hub can judge. */
export function matches(filter: TicketFilter, ticket: Ticket): boolean {
  const within = <T>(wanted: readonly T[] | undefined, value: T) =>
    wanted === undefined || wanted.includes(value);
  const same = <T>(wanted: T | undefined, value: T) => wanted === undefined || wanted === value;
  return (
    within(filter.status, ticket.status) &&
    within(filter.priority, ticket.priority) &&
    within(filter.impact, ticket.impact) &&
    within(filter.channel, ticket.channel) &&
    same(filter.queueId, ticket.queueId) &&
    same(filter.requesterId, ticket.requesterId) &&
    same(filter.companyId, ticket.companyId) &&
    same(filter.assigneeId, ticket.assigneeId) &&
    same(filter.product, ticket.product ?? undefined) &&
    same(filter.department, ticket.department ?? undefined) &&
    (filter.tag === undefined || ticket.tags.includes(filter.tag)) &&
    Object.entries(filter.fields ?? {}).every(([key, value]) => ticket.fields[key] === value) &&
    // Whoever waits now began after the list was asked for, or before: both wait.
    (filter.waitingSince === undefined || ticket.waitingSince !== null)
  );
}

type Order = (a: Ticket, b: Ticket) => number;
const never = '9999';
const isOver = ({ status }: Ticket) => status === 'solved' || status === 'closed';
const urgency = (ticket: Ticket) =>
  isOver(ticket) ? 0 : TicketPriority.options.indexOf(ticket.priority) + 1;
const dueOf = (ticket: Ticket) => (isOver(ticket) ? never : (ticket.dueAt ?? never));
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The orders of the hub. */
export const orders: Record<TicketSort, Order> = {
  updated: (a, b) => byText(b.updatedAt, a.updatedAt) || byText(b.id, a.id),
  created: (a, b) => byText(b.createdAt, a.createdAt) || byText(b.id, a.id),
  waiting: (a, b) => byText(a.waitingSince ?? never, b.waitingSince ?? never) || byText(a.id, b.id),
  priority: (a, b) => urgency(b) - urgency(a) || orders.updated(a, b),
  due: (a, b) => byText(dueOf(a), dueOf(b)) || byText(a.id, b.id),
};

/** The statuses, priorities or impacts a search names. */
export const wordsIn = (search: TicketSearch, name: 'status' | 'priority' | 'impact'): readonly string[] =>
  name === 'status' ? (statusesOf(search.status) ?? []) : (search[name]?.split(',') ?? []);

/** The search with other words in one place; without any, it says nothing about it. */
export function withWords(
  search: TicketSearch,
  name: keyof TicketSearch,
  words: readonly string[],
): TicketSearch {
  const { [name]: _, ...others } = search;
  const isActive = name === 'status' && words.join() === activeStatuses.join();
  return words.length === 0 ? others : { ...others, [name]: isActive ? 'active' : words.join() };
}
