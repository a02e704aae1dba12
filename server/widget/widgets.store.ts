import type { Selectable } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { WidgetId } from '#shared/contract/ids.ts';
import type { Widget, WidgetSettings } from '#shared/contract/widget.ts';
import type { WidgetsTable } from './widget.tables.ts';

const toWidget = ({ id, key, name, queue_id, settings, created_at }: Selectable<WidgetsTable>): Widget => ({
  ...settings,
  id,
  key,
  name,
  queueId: queue_id,
  createdAt: created_at.toISOString(),
});

const columns = ({ name, queueId, ...settings }: WidgetSettings) => ({
  name,
  queue_id: queueId,
  settings: JSON.stringify(settings),
});

/** All of them: administrators make few. */
export async function listWidgets(db: Reader): Promise<Widget[]> {
  const rows = await db.selectFrom('widgets').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toWidget);
}

/** Locked until the transaction ends. */
export async function lockWidget(tx: Tx, id: WidgetId): Promise<Widget | undefined> {
  const row = await tx.selectFrom('widgets').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && toWidget(row);
}

type New = { id: WidgetId; key: string; settings: WidgetSettings; now: Date };
export async function insertWidget(tx: Tx, { id, key, settings, now }: New): Promise<Widget> {
  const row = await tx
    .insertInto('widgets')
    .values({ ...columns(settings), id, key, created_at: now })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toWidget(row);
}

export async function storeWidget(tx: Tx, id: WidgetId, settings: WidgetSettings): Promise<void> {
  await tx.updateTable('widgets').set(columns(settings)).where('id', '=', id).execute();
}

export async function deleteWidget(tx: Tx, id: WidgetId): Promise<Widget | undefined> {
  const row = await tx.deleteFrom('widgets').where('id', '=', id).returningAll().executeTakeFirst();
  return row && toWidget(row);
}
