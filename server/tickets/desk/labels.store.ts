import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { TicketLabelId } from '#shared/contract/ids.ts';
import type { TicketLabel } from '#shared/contract/labels.ts';
import type { TicketLabelsTable } from '../tickets.tables.ts';

/** The contract keeps each field's values apart; the table has one column for both. */
const toLabel = ({ id, field, value, built_in, names, color, hidden }: Selectable<TicketLabelsTable>) =>
  ({ id, field, value, builtIn: built_in, names, color, hidden }) as TicketLabel;

/** In the order in which they are offered: `maxLabels` at most. */
export async function listLabels(db: Reader): Promise<TicketLabel[]> {
  const rows = await db.selectFrom('ticket_labels').selectAll().orderBy('place').orderBy('id').execute();
  return rows.map(toLabel);
}

/** Of these, those that tickets can have. */
export async function findLabels(db: Reader, ids: readonly TicketLabelId[]): Promise<TicketLabel[]> {
  const rows = await db
    .selectFrom('ticket_labels')
    .selectAll()
    .where('id', 'in', ids)
    .where('built_in', '=', false)
    .execute();
  return rows.map(toLabel);
}

/** Nobody else adds, removes or orders them until the transaction ends. */
export async function lockLabels(tx: Tx): Promise<TicketLabel[]> {
  await sql`lock table ticket_labels in share row exclusive mode`.execute(tx);
  return await listLabels(tx);
}

/** A new one comes last. */
export async function putLabel(tx: Tx, label: TicketLabel): Promise<void> {
  const { id, field, value, builtIn, color, hidden } = label;
  const changing = { names: label.names && JSON.stringify(label.names), color, hidden };
  await tx
    .insertInto('ticket_labels')
    .values({
      id,
      field,
      value,
      built_in: builtIn,
      place: sql<number>`(select coalesce(max(place), 0) + 1 from ticket_labels)`,
      ...changing,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

export async function deleteLabel(tx: Tx, id: TicketLabelId): Promise<void> {
  await tx.deleteFrom('ticket_labels').where('id', '=', id).execute();
}

export async function placeLabels(tx: Tx, ids: readonly TicketLabelId[]): Promise<void> {
  await sql`update ticket_labels set place = sorted.place
    from unnest(${ids}::uuid[]) with ordinality as sorted (id, place)
    where ticket_labels.id = sorted.id`.execute(tx);
}

export async function isLabelInUse(db: Reader, { id, field }: TicketLabel): Promise<boolean> {
  const column = field === 'status' ? 'status_label_id' : 'priority_label_id';
  const row = await db.selectFrom('tickets').select('id').where(column, '=', id).limit(1).executeTakeFirst();
  return row !== undefined;
}
