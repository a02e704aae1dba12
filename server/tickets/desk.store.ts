import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { CompanyId, PersonId, QueueId, TicketId } from '#shared/contract/ids.ts';
import type { Company, Queue, QueueRules } from '#shared/contract/tickets.ts';
import type { TicketQueuesTable } from './tickets.tables.ts';

/** The queues that an employee reads, in the order of the desk. */
export async function queuesOf(db: Reader, personId: PersonId): Promise<Queue[]> {
  const rows = await db
    .selectFrom('ticket_queues as q')
    .selectAll('q')
    .where((where) =>
      where.or([
        where('q.restricted', '=', false),
        where.exists(
          where
            .selectFrom('ticket_queue_members as m')
            .select('m.person_id')
            .whereRef('m.queue_id', '=', 'q.id')
            .where('m.person_id', '=', personId),
        ),
      ]),
    )
    .orderBy('q.place')
    .orderBy('q.id')
    .execute();
  return rows.map(toQueue);
}

export const toQueue = (row: Selectable<TicketQueuesTable>): Queue => ({
  id: row.id,
  name: row.name,
  restricted: row.restricted,
  archived: row.archived,
  rules: {
    remindAfterHours: row.remind_after_hours,
    closeAfterHours: row.close_after_hours,
    keepAttachments: row.keep_attachments,
    attachments: { kinds: row.attachment_kinds, count: row.attachment_count, bytes: row.attachment_bytes },
  },
});

export async function findRules(db: Reader, id: QueueId): Promise<QueueRules> {
  const row = await db.selectFrom('ticket_queues').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return toQueue(row).rules;
}

/** Undefined when there is no such queue. */
export async function storeRules(tx: Tx, id: QueueId, rules: QueueRules): Promise<Queue | undefined> {
  const row = await tx
    .updateTable('ticket_queues')
    .set({
      remind_after_hours: rules.remindAfterHours,
      close_after_hours: rules.closeAfterHours,
      keep_attachments: rules.keepAttachments,
      attachment_kinds: rules.attachments.kinds,
      attachment_count: rules.attachments.count,
      attachment_bytes: rules.attachments.bytes,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && toQueue(row);
}

/** Whose customer has been asked for longer than the queue's rules let pass: what `afterSilence` says, as a search. */
export async function listSilent(db: Reader, now: Date, limit: number): Promise<TicketId[]> {
  const { rows } = await sql<{ id: TicketId }>`
    select t.id from tickets t join ticket_queues q on q.id = t.queue_id
    where t.asked_at is not null and (
      (t.status = 'waiting' and t.reminded_at is null
        and t.asked_at <= ${now}::timestamptz - make_interval(hours => q.remind_after_hours))
      or (t.status = 'solved' and t.reminded_at is null
        and t.asked_at <= ${now}::timestamptz - make_interval(hours => greatest(q.close_after_hours - 24, 0)))
      or (t.status = 'solved'
        and t.reminded_at <= ${now}::timestamptz - make_interval(hours => least(q.close_after_hours, 24)))
    ) order by t.asked_at limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** False when there is no such queue. */
export async function setOverdueHours(tx: Tx, id: QueueId, hours: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('ticket_queues')
    .set({ overdue_hours: hours })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The queue itself, unless it takes no new tickets. */
export async function findOpenQueue(db: Reader, id: QueueId): Promise<QueueId | undefined> {
  const row = await db
    .selectFrom('ticket_queues')
    .select('id')
    .where('id', '=', id)
    .where('archived', '=', false)
    .executeTakeFirst();
  return row?.id;
}

/** Those that take new tickets, in the order of the desk. */
export async function openQueues(db: Reader, limit: number): Promise<QueueId[]> {
  const rows = await db
    .selectFrom('ticket_queues')
    .select('id')
    .where('archived', '=', false)
    .orderBy('place')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Where a new ticket goes: to the queue that is meant, or where it goes when nobody says if that was archived. What is meant for a
 * restricted one stays in it, since others may not read it.
 */
export async function queueFor(db: Reader, wanted: QueueId | undefined): Promise<QueueId | undefined> {
  if (!wanted) return await firstQueue(db);
  const row = await db
    .selectFrom('ticket_queues')
    .select('id')
    .where('id', '=', wanted)
    .where((where) => where.or([where('archived', '=', false), where('restricted', '=', true)]))
    .executeTakeFirst();
  return row?.id ?? (await firstQueue(db));
}

/** Where a ticket goes when nobody says. */
export async function firstQueue(db: Reader): Promise<QueueId | undefined> {
  const row = await db
    .selectFrom('ticket_queues')
    .select('id')
    .where('restricted', '=', false)
    .where('archived', '=', false)
    .orderBy('place')
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

export async function companyOf(db: Reader, personId: PersonId): Promise<CompanyId | null> {
  const row = await db
    .selectFrom('company_people')
    .select('company_id')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.company_id ?? null;
}

type CompanyRow = { id: CompanyId; name: string; created_at: Date };
const toCompany = ({ id, name, created_at }: CompanyRow): Company => ({
  id,
  name,
  createdAt: created_at.toISOString(),
});

export async function insertCompany(tx: Tx, id: CompanyId, name: string, now: Date): Promise<Company> {
  const row = await tx
    .insertInto('companies')
    .values({ id, name, created_at: now })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toCompany(row);
}

export async function findCompany(db: Reader, id: CompanyId): Promise<Company | undefined> {
  const row = await db.selectFrom('companies').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toCompany(row);
}

export async function companiesOf(db: Reader, ids: readonly CompanyId[]): Promise<Company[]> {
  const rows = await db
    .selectFrom('companies')
    .selectAll()
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::uuid[])`)
    .execute();
  return rows.map(toCompany);
}

/** By name, of those that begin so. */
export async function listCompanies(
  db: Reader,
  startsWith: string,
  after: CompanyId | undefined,
  limit: number,
): Promise<Company[]> {
  const begins = `${startsWith.replace(/[\\%_]/g, '\\$&')}%`;
  let query = db
    .selectFrom('companies')
    .selectAll()
    .where('name', 'ilike', begins)
    .orderBy('name')
    .orderBy('id')
    .limit(limit);
  if (after)
    query = query.where(sql<boolean>`(name, id) > (select name, id from companies where id = ${after})`);
  return (await query.execute()).map(toCompany);
}

export async function setCompany(tx: Tx, personId: PersonId, companyId: CompanyId | null): Promise<void> {
  if (companyId === null) {
    await tx.deleteFrom('company_people').where('person_id', '=', personId).execute();
    return;
  }
  await tx
    .insertInto('company_people')
    .values({ person_id: personId, company_id: companyId })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ company_id: companyId }))
    .execute();
}
