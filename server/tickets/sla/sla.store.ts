import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { CompanyId, QueueId, SlaCalendarId, SlaPolicyId, TicketId } from '#shared/contract/ids.ts';
import type { SlaCalendar, SlaPolicy } from '#shared/contract/sla.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { toTicket } from '../tickets.store.ts';
import type { SlaCalendarsTable, SlaPoliciesTable } from './sla.tables.ts';

const toCalendar = ({ id, name, content, updated_at }: Selectable<SlaCalendarsTable>): SlaCalendar => ({
  ...content,
  id,
  name,
  updatedAt: updated_at.toISOString(),
});

const toPolicy = ({ content, calendar_id, updated_at, ...row }: Selectable<SlaPoliciesTable>): SlaPolicy => ({
  ...row,
  ...content,
  calendarId: calendar_id,
  updatedAt: updated_at.toISOString(),
});

/** By name. */
export async function listCalendars(db: Reader): Promise<SlaCalendar[]> {
  const rows = await db.selectFrom('sla_calendars').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toCalendar);
}

/** By name: the order in which they are asked. */
export async function listPolicies(db: Reader): Promise<SlaPolicy[]> {
  const rows = await db.selectFrom('sla_policies').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toPolicy);
}

export async function findRevision(db: Reader): Promise<number> {
  const { revision } = await db.selectFrom('sla_revision').select('revision').executeTakeFirstOrThrow();
  return revision;
}

/** Nobody else changes policies or calendars until the transaction ends. */
export async function raiseRevision(tx: Tx): Promise<void> {
  await tx
    .updateTable('sla_revision')
    .set(({ eb }) => ({ revision: eb('revision', '+', 1) }))
    .execute();
}

export async function putCalendar(tx: Tx, calendar: SlaCalendar): Promise<void> {
  const { id, name, timeZone, hours, holidays, updatedAt } = calendar;
  const content = JSON.stringify({ timeZone, hours, holidays });
  const changing = { name, content, updated_at: new Date(updatedAt) };
  await tx
    .insertInto('sla_calendars')
    .values({ id, ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

export async function putPolicy(tx: Tx, policy: SlaPolicy): Promise<void> {
  const { id, name, enabled, calendarId, companyIds, queueIds, targets, warnPercent, updatedAt } = policy;
  const changing = {
    name,
    enabled,
    calendar_id: calendarId,
    content: JSON.stringify({ companyIds, queueIds, targets, warnPercent }),
    updated_at: new Date(updatedAt),
  };
  await tx
    .insertInto('sla_policies')
    .values({ id, ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

export async function deleteCalendar(tx: Tx, id: SlaCalendarId): Promise<SlaCalendar | undefined> {
  const row = await tx.deleteFrom('sla_calendars').where('id', '=', id).returningAll().executeTakeFirst();
  return row && toCalendar(row);
}

export async function deletePolicy(tx: Tx, id: SlaPolicyId): Promise<SlaPolicy | undefined> {
  const row = await tx.deleteFrom('sla_policies').where('id', '=', id).returningAll().executeTakeFirst();
  return row && toPolicy(row);
}

/** Whether all of these are there. */
export async function areKnown(
  db: Reader,
  table: 'companies' | 'ticket_queues',
  ids: readonly (CompanyId | QueueId)[],
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`select not exists (
    select from unnest(${ids}::uuid[]) id where id not in (select id from ${sql.table(table)})) as known`.execute(
    db,
  );
  return rows[0]?.known === true;
}

// --- tickets -------------------------------------------------------------------------------------

/** Open tickets that were reckoned by older policies, locked; those that somebody changes follow by that. */
export async function lockOutdated(tx: Tx, limit: number): Promise<Ticket[]> {
  const rows = await tx
    .selectFrom('tickets')
    .selectAll()
    .where(sql<boolean>`status not in ('solved', 'closed')`)
    .where('sla_revision', '<', ({ selectFrom }) => selectFrom('sla_revision').select('revision'))
    .orderBy('sla_revision')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(toTicket);
}

/** Of which there is something to tell, the longest due first. */
export async function listToTell(db: Reader, now: Date, limit: number): Promise<TicketId[]> {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('sla_tell_at', '<=', now)
    .orderBy('sla_tell_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
