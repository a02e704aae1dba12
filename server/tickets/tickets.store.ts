import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import { type Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import type { TicketEntriesTable, TicketsTable } from './tickets.tables.ts';

type Row = Selectable<TicketsTable>;
const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
const date = (text: string | null): Date | null => (text === null ? null : new Date(text));

export const toTicket = (row: Row): Ticket => ({
  id: row.id,
  number: row.number,
  seq: row.seq,
  subject: row.subject,
  queueId: row.queue_id,
  status: row.status,
  priority: row.priority,
  impact: row.impact,
  channel: row.channel,
  requesterId: row.requester_id,
  companyId: row.company_id,
  assigneeId: row.assignee_id,
  people: row.people,
  tags: row.tags,
  product: row.product,
  department: row.department,
  fields: row.fields,
  dueAt: iso(row.due_at),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  firstResponseAt: iso(row.first_response_at),
  waitingSince: iso(row.waiting_since),
  askedAt: iso(row.asked_at),
  remindedAt: iso(row.reminded_at),
  solvedAt: iso(row.solved_at),
  closedAt: iso(row.closed_at),
  reopened: row.reopened,
  rating:
    row.stars === null || row.rated_at === null
      ? null
      : { stars: row.stars, comment: row.rating_comment, at: row.rated_at.toISOString() },
  meetingId: row.meeting_id,
  source: row.source,
});

/** Everything that changes. */
const changing = (ticket: Ticket) => ({
  seq: ticket.seq,
  subject: ticket.subject,
  queue_id: ticket.queueId,
  status: ticket.status,
  priority: ticket.priority,
  impact: ticket.impact,
  company_id: ticket.companyId,
  assignee_id: ticket.assigneeId,
  people: ticket.people,
  tags: ticket.tags,
  product: ticket.product,
  department: ticket.department,
  fields: ticket.fields,
  due_at: date(ticket.dueAt),
  updated_at: new Date(ticket.updatedAt),
  first_response_at: date(ticket.firstResponseAt),
  waiting_since: date(ticket.waitingSince),
  asked_at: date(ticket.askedAt),
  reminded_at: date(ticket.remindedAt),
  solved_at: date(ticket.solvedAt),
  closed_at: date(ticket.closedAt),
  reopened: ticket.reopened,
  stars: ticket.rating?.stars ?? null,
  rating_comment: ticket.rating?.comment ?? null,
  rated_at: date(ticket.rating?.at ?? null),
  meeting_id: ticket.meetingId,
});

/** Their numbers are given by the database. Answered in any order. */
export async function insertTickets(tx: Tx, tickets: readonly Omit<Ticket, 'number'>[]): Promise<Ticket[]> {
  const rows = await tx
    .insertInto('tickets')
    .values(
      tickets.map((ticket) => ({
        ...changing({ ...ticket, number: 0 }),
        id: ticket.id,
        channel: ticket.channel,
        requester_id: ticket.requesterId,
        created_at: new Date(ticket.createdAt),
        ...(ticket.source && { source: JSON.stringify(ticket.source) }),
      })),
    )
    .returningAll()
    .execute();
  return rows.map(toTicket);
}

export async function storeTicket(tx: Tx, ticket: Ticket): Promise<void> {
  await tx.updateTable('tickets').set(changing(ticket)).where('id', '=', ticket.id).execute();
}

/** In one statement. */
export async function storeTickets(tx: Tx, tickets: readonly Ticket[]): Promise<void> {
  const rows = tickets.map((ticket) => ({ id: ticket.id, ...changing(ticket) }));
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).filter((column) => column !== 'id');
  await sql`update tickets t set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = x.${sql.ref(column)}`))}
    from jsonb_populate_recordset(null::tickets, ${JSON.stringify(rows)}) x where t.id = x.id`.execute(tx);
}

/** Locked one after the other in one order, so that two who lock many do not wait for each other. */
export async function lockTickets(tx: Tx, ids: readonly TicketId[]): Promise<Ticket[]> {
  const rows = await tx
    .selectFrom('tickets')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(toTicket);
}

/** Locked: what several do to one ticket at once happens one after the other. */
export async function lockTicket(tx: Tx, id: TicketId): Promise<Ticket | undefined> {
  const row = await tx.selectFrom('tickets').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && toTicket(row);
}

/** With its timeline. */
export async function deleteTicket(tx: Tx, id: TicketId): Promise<void> {
  await tx.deleteFrom('tickets').where('id', '=', id).execute();
}

export async function findTicket(db: Reader, id: TicketId): Promise<Ticket | undefined> {
  const row = await db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toTicket(row);
}

export async function findTickets(db: Reader, ids: readonly TicketId[]): Promise<Ticket[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('tickets').selectAll().where('id', 'in', ids).execute();
  return rows.map(toTicket);
}

// --- the timeline --------------------------------------------------------------------------------

function toEntry(row: Selectable<TicketEntriesTable>): TicketEntry {
  const { id, seq, kind, before, after, body, data } = row;
  const written = { id, seq, ticketId: row.ticket_id, at: row.at.toISOString(), authorId: row.author_id };
  return TicketEntry.parse({
    ...data,
    ...written,
    kind,
    ...(kind === 'change' ? { before, after } : { body }),
  });
}

/** Words and changes have columns of their own; what else an entry tells is kept as it is told. */
function columnsOf({ ticketId, seq, id, kind, authorId, at, ...told }: TicketEntry) {
  const written = { ticket_id: ticketId, seq, id, kind, author_id: authorId, at: new Date(at) };
  if ('body' in told) {
    const { body, ...rest } = told;
    return { ...written, body, data: JSON.stringify(rest) };
  }
  if ('before' in told) {
    const { before, after, ...rest } = told;
    const difference = { before: JSON.stringify(before), after: JSON.stringify(after) };
    return { ...written, ...difference, data: JSON.stringify(rest) };
  }
  return { ...written, data: JSON.stringify(told) };
}

export async function insertEntry(tx: Tx, entry: TicketEntry): Promise<void> {
  await insertEntries(tx, [entry]);
}

export async function insertEntries(tx: Tx, entries: readonly TicketEntry[]): Promise<void> {
  if (entries.length > 0) await tx.insertInto('ticket_entries').values(entries.map(columnsOf)).execute();
}

export async function findEntries(db: Reader, ids: readonly TicketEntryId[]): Promise<TicketEntry[]> {
  const rows = await db
    .selectFrom('ticket_entries')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return rows.map(toEntry);
}

export async function findEntry(db: Reader, id: TicketEntryId): Promise<TicketEntry | undefined> {
  const row = await db.selectFrom('ticket_entries').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toEntry(row);
}

/** The latest before a number (without one: of all), oldest first. */
export async function entriesBefore(
  db: Reader,
  ticketId: TicketId,
  before: number | undefined,
  limit: number,
): Promise<TicketEntry[]> {
  let query = db
    .selectFrom('ticket_entries')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('seq', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('seq', '<', before);
  return (await query.execute()).map(toEntry).reverse();
}

export async function entriesAfter(
  db: Reader,
  ticketId: TicketId,
  seq: number,
  limit: number,
): Promise<TicketEntry[]> {
  const rows = await db
    .selectFrom('ticket_entries')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toEntry);
}

/** The latest of a kind. */
export async function findLastEntry<K extends TicketEntry['kind']>(
  db: Reader,
  ticketId: TicketId,
  kind: K,
): Promise<Extract<TicketEntry, { kind: K }> | undefined> {
  const row = await db
    .selectFrom('ticket_entries')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', kind)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && (toEntry(row) as Extract<TicketEntry, { kind: K }>);
}
