import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '#server/platform/db.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import type { Ticket, TicketFilter, TicketPlace, TicketSort } from '#shared/contract/tickets.ts';
import type { Standing } from './tickets.policy.ts';
import { toTicket } from './tickets.store.ts';

type Page = { sort: TicketSort; after: TicketPlace | undefined; limit: number };

/** A page of what this person may read. Every order has an index, so that a page costs what it shows. */
export async function listTickets(
  db: Reader,
  standing: Standing,
  filter: TicketFilter,
  { sort, after, limit }: Page,
): Promise<Ticket[]> {
  const { columns, direction, keyOf } = orders[sort];
  let query = db.selectFrom('tickets').selectAll('tickets').where(readableBy(standing));
  for (const condition of conditionsOf(filter, standing)) query = query.where(condition);
  const words = filter.text?.trim();
  if (words) query = query.where(await having(db, words, standing.by));
  const values = Object.keys(filter.fields ?? {}).length > 0 ? JSON.stringify(filter.fields) : undefined;
  // What customers do not see must not be guessed by filtering for it.
  if (values && standing.by === 'employee') query = query.where(await holding(db, values));
  if (after) {
    const key = sql.join([...keyOf(after), after.id]);
    query = query.where(
      sql<boolean>`(${sql.raw(columns.join(', '))}, tickets.id) ${sql.raw(direction === 'desc' ? '<' : '>')} (${key})`,
    );
  }
  for (const column of columns) query = query.orderBy(column, direction);
  const rows = await query.orderBy('tickets.id', direction).limit(limit).execute();
  return rows.map(toTicket);
}

type Order = {
  columns: ('updated_at' | 'created_at' | 'waiting_order' | 'priority_order' | 'due_order')[];
  direction: 'asc' | 'desc';
  /** What these columns hold for a ticket. */
  keyOf(place: TicketPlace): (string | number)[];
};
const isOver = ({ status }: TicketPlace) => status === 'solved' || status === 'closed';
const priorities = ['low', 'normal', 'high', 'critical'];
const orders: Record<TicketSort, Order> = {
  updated: { columns: ['updated_at'], direction: 'desc', keyOf: ({ updatedAt }) => [updatedAt] },
  created: { columns: ['created_at'], direction: 'desc', keyOf: ({ createdAt }) => [createdAt] },
  waiting: {
    columns: ['waiting_order'],
    direction: 'asc',
    keyOf: ({ waitingSince }) => [waitingSince ?? 'infinity'],
  },
  priority: {
    columns: ['priority_order', 'updated_at'],
    direction: 'desc',
    keyOf: (place) => [isOver(place) ? 0 : priorities.indexOf(place.priority) + 1, place.updatedAt],
  },
  due: {
    columns: ['due_order'],
    direction: 'asc',
    keyOf: (place) => [(!isOver(place) && place.dueAt) || 'infinity'],
  },
};

type Condition = RawBuilder<boolean>;

function readableBy(standing: Standing): Condition {
  if (standing.by === 'employee') return sql`queue_id = any(${[...standing.queues]}::uuid[])`;
  const { personId, companyId } = standing;
  const company = companyId ? sql`or company_id = ${companyId}` : sql``;
  return sql`(requester_id = ${personId} or people @> array[${personId}::text] ${company})`;
}

function* conditionsOf(filter: TicketFilter, { by, personId }: Standing): Generator<Condition> {
  const { tag, assigneeId, createdBefore, dueBefore, waitingSince } = filter;
  for (const [field, column] of same) {
    const value = filter[field];
    if (value !== undefined) yield sql`${sql.ref(column)} = ${value}`;
  }
  for (const field of ['status', 'priority', 'impact', 'channel'] as const) {
    const values = filter[field];
    // An index of one value is in the order of the page. An array, not `in`: of none of them there is no ticket.
    if (values?.length === 1) yield sql`${sql.ref(field)} = ${values[0]}`;
    else if (values) yield sql`${sql.ref(field)} = any(${values}::text[])`;
  }
  if (assigneeId === null) yield sql`assignee_id is null`;
  else if (assigneeId) yield sql`assignee_id = ${assigneeId}`;
  // What customers do not see must not be guessed by filtering for it.
  if (tag && by === 'employee') yield sql`tags @> array[${tag}]::text[]`;
  if (filter.followed)
    yield sql`tickets.id in (select ticket_id from ticket_followers where person_id = ${personId})`;
  if (createdBefore) yield sql`created_at < ${createdBefore}`;
  if (dueBefore) yield sql`due_at < ${dueBefore}`;
  if (waitingSince) yield sql`waiting_since < ${waitingSince}`;
}

const same = [
  ['queueId', 'queue_id'],
  ['requesterId', 'requester_id'],
  ['companyId', 'company_id'],
  ['product', 'product'],
  ['department', 'department'],
] as const;

const maxInteger = 2 ** 31 - 1;
/** With so many tickets or fewer that have the words or the values, those are looked at; with more, the list is walked until a page is full. */
const fewMatches = 1_000;

async function having(db: Reader, words: string, by: Standing['by']): Promise<Condition> {
  const number = Number(/^#(\d{1,10})$/.exec(words)?.[1]);
  if (number <= maxInteger) return sql`number = ${number}`;
  // The index is of all words; those that a customer reads are a part of them.
  const query = sql`ticket_query(${words})`;
  const match =
    by === 'employee' ? sql`words @@ ${query}` : sql`words @@ ${query} and public_words @@ ${query}`;
  return await fewOr(
    db,
    sql`select ticket_id from ticket_texts where ${match}`,
    sql`(select ${match} from ticket_texts where ticket_id = tickets.id)`,
  );
}

/** With these values, as JSON, in the installation's own fields. */
const holding = (db: Reader, values: string): Promise<Condition> =>
  fewOr(
    db,
    sql`select id from tickets where fields <> '{}' and fields @> ${values}::jsonb`,
    sql`(fields @> ${values}::jsonb) is true`,
  );

/** Decided by what is there and not by the planner's guess, which for the beginning of a rare word is far too high. */
async function fewOr(db: Reader, ids: RawBuilder<unknown>, walking: Condition): Promise<Condition> {
  const { rows } = await sql<{ id: TicketId }>`
    with matching (id) as materialized (${ids})
    select id from matching limit ${fewMatches + 1}`.execute(db);
  return rows.length <= fewMatches ? sql`tickets.id = any(${rows.map(({ id }) => id)}::uuid[])` : walking;
}
