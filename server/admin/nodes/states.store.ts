import type { Reader, Tx } from '#server/platform/db.ts';
import type { NodeState } from '#shared/contract/admin.ts';

export async function listStates(reader: Reader): Promise<Map<string, NodeState>> {
  const rows = await reader.selectFrom('node_states').select(['name', 'state']).execute();
  return new Map(rows.map(({ name, state }) => [name, state]));
}

export async function keepState(tx: Tx, name: string, state: NodeState, changedAt: Date): Promise<void> {
  await tx
    .insertInto('node_states')
    .values({ name, state, changed_at: changedAt })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ state, changed_at: changedAt }))
    .execute();
}
