import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Autoscaling, ScalingDecision } from '#shared/contract/admin.ts';
import type { NodeId, PersonId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';

const keptDecisions = 100;

export async function readScaling(
  reader: Reader,
): Promise<Autoscaling & { changedBy: PersonId | null; accountedAt: Date | null }> {
  const row = await reader
    .selectFrom('autoscaling')
    .selectAll()
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  const { enabled, monthly_cap, regions, changed_by, accounted_at } = row;
  return { enabled, monthlyCap: monthly_cap, regions, changedBy: changed_by, accountedAt: accounted_at };
}

export async function writeScaling(tx: Tx, settings: Autoscaling, changedBy: PersonId): Promise<void> {
  await tx
    .updateTable('autoscaling')
    .set({
      enabled: settings.enabled,
      monthly_cap: settings.monthlyCap,
      regions: JSON.stringify(settings.regions),
      changed_by: changedBy,
      ...(settings.enabled ? {} : { accounted_at: null }),
    })
    .where('id', '=', 1)
    .execute();
}

/** In whose name the hub orders nodes: who decided that it should, or else another active administrator. */
export async function findActing(reader: Reader, preferred: PersonId | null): Promise<PersonId | undefined> {
  const row = await reader
    .selectFrom('people')
    .select('id')
    .where('is_admin', '=', true)
    .where('suspended_at', 'is', null)
    .orderBy(sql`id is not distinct from ${preferred}`, 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export type OpenOrder = {
  id: string;
  region: Region;
  action: 'add' | 'remove';
  node: NodeId | null;
  orderedAt: Date;
};

export const listOrders = (reader: Reader): Promise<OpenOrder[]> =>
  reader
    .selectFrom('scaling_orders')
    .select(['id', 'region', 'action', 'node', 'ordered_at as orderedAt'])
    .orderBy('id')
    .execute();

export async function addOrder(tx: Tx, order: Omit<OpenOrder, 'id'>): Promise<string> {
  const id = newId();
  const { region, action, node, orderedAt } = order;
  await tx.insertInto('scaling_orders').values({ id, region, action, node, ordered_at: orderedAt }).execute();
  return id;
}

export async function closeOrder(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('scaling_orders').where('id', '=', id).execute();
}

export async function keepDecision(
  tx: Tx,
  { at, region, action, node, reason, outcome }: Omit<ScalingDecision, 'at'> & { at: Date },
): Promise<void> {
  await tx
    .insertInto('scaling_decisions')
    .values({ id: newId(), at, region, action, node, reason, outcome })
    .execute();
  await sql`delete from scaling_decisions where id < (
    select min(id::text)::uuid from (select id from scaling_decisions order by id desc limit ${keptDecisions}) newest
  )`.execute(tx);
}

export async function listDecisions(reader: Reader): Promise<ScalingDecision[]> {
  const rows = await reader
    .selectFrom('scaling_decisions')
    .select(['at', 'region', 'action', 'node', 'reason', 'outcome'])
    .orderBy('id', 'desc')
    .limit(keptDecisions)
    .execute();
  return rows.map(({ at, ...decision }) => ({ ...decision, at: at.toISOString() }));
}

/** What the regions have cost in a month such as `2026-01`. */
export async function readSpent(reader: Reader, month: string): Promise<Map<Region, number>> {
  const rows = await reader
    .selectFrom('scaling_usage')
    .select(['region', 'spent'])
    .where('month', '=', month)
    .execute();
  return new Map(rows.map(({ region, spent }) => [region, spent]));
}

export async function addUsage(
  tx: Tx,
  usage: { month: string; region: Region; nodeSeconds: number; spent: number },
): Promise<void> {
  const { month, region, nodeSeconds, spent } = usage;
  await tx
    .insertInto('scaling_usage')
    .values({ month, region, node_seconds: nodeSeconds, spent })
    .onConflict((conflict) =>
      conflict.columns(['month', 'region']).doUpdateSet((row) => ({
        node_seconds: row('scaling_usage.node_seconds', '+', nodeSeconds),
        spent: row('scaling_usage.spent', '+', spent),
      })),
    )
    .execute();
}

export async function setAccounted(tx: Tx, at: Date): Promise<void> {
  await tx.updateTable('autoscaling').set({ accounted_at: at }).where('id', '=', 1).execute();
}
