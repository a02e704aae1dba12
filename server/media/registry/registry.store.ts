import type { Reader, Tx } from '#server/platform/db.ts';
import type { JoinTokenId, NodeId, PersonId } from '#shared/contract/ids.ts';
import type { NodeState } from '#shared/contract/nodes.ts';
import type { Region } from '#shared/contract/regions.ts';

export type NodeRow = {
  id: NodeId;
  label: string;
  region: Region;
  publicKey: string;
  addresses: string[];
  capacity: number;
  state: NodeState;
  addedBy: PersonId | null;
  addedAt: Date;
  lastSeenAt: Date | null;
};
const nodeColumns = [
  'id',
  'label',
  'region',
  'public_key as publicKey',
  'addresses',
  'capacity',
  'state',
  'added_by as addedBy',
  'added_at as addedAt',
  'last_seen_at as lastSeenAt',
] as const;

export type NewJoinToken = {
  id: JoinTokenId;
  tokenHash: Buffer;
  label: string | null;
  region: Region;
  createdBy: PersonId;
  createdAt: Date;
  expiresAt: Date;
};

export async function insertJoinToken(tx: Tx, token: NewJoinToken): Promise<void> {
  await tx
    .insertInto('node_join_tokens')
    .values({
      id: token.id,
      token_hash: token.tokenHash,
      label: token.label,
      region: token.region,
      created_by: token.createdBy,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** Held until the end of the transaction: of two nodes with one token the second waits, and finds it used. */
export const lockJoinToken = (tx: Tx, tokenHash: Buffer) =>
  tx
    .selectFrom('node_join_tokens')
    .innerJoin('people as maker', 'maker.id', 'node_join_tokens.created_by')
    .select([
      'node_join_tokens.id as id',
      'node_join_tokens.label as label',
      'node_join_tokens.region as region',
      'created_by as createdBy',
      'expires_at as expiresAt',
      'used_by as usedBy',
      'maker.is_admin as makerIsAdmin',
      'maker.suspended_at as makerSuspendedAt',
    ])
    .where('token_hash', '=', tokenHash)
    .forUpdate('node_join_tokens')
    .executeTakeFirst();

export async function useJoinToken(tx: Tx, id: JoinTokenId, nodeId: NodeId, now: Date): Promise<void> {
  await tx
    .updateTable('node_join_tokens')
    .set({ used_by: nodeId, used_at: now })
    .where('id', '=', id)
    .execute();
}

/** Those that were used stay a while: they tell a node that comes late why it is refused. */
export async function deleteOldJoinTokens(tx: Tx, expiredBefore: Date): Promise<void> {
  await tx.deleteFrom('node_join_tokens').where('expires_at', '<', expiredBefore).execute();
}

export const insertNode = (tx: Tx, node: Omit<NodeRow, 'lastSeenAt'>): Promise<NodeRow> =>
  tx
    .insertInto('media_nodes')
    .values({
      id: node.id,
      label: node.label,
      region: node.region,
      public_key: node.publicKey,
      addresses: node.addresses,
      capacity: node.capacity,
      state: node.state,
      added_by: node.addedBy,
      added_at: node.addedAt,
    })
    .returning(nodeColumns)
    .executeTakeFirstOrThrow();

export const findNode = (reader: Reader, id: NodeId): Promise<NodeRow | undefined> =>
  reader.selectFrom('media_nodes').select(nodeColumns).where('id', '=', id).executeTakeFirst();

export const listNodes = (reader: Reader): Promise<NodeRow[]> =>
  reader
    .selectFrom('media_nodes')
    .select(nodeColumns)
    .where('state', '!=', 'removed')
    .orderBy('id')
    .limit(1_000)
    .execute();

/** Nothing leads back from `removed`. */
export const setNodeState = (tx: Tx, id: NodeId, state: NodeState): Promise<NodeRow | undefined> =>
  tx
    .updateTable('media_nodes')
    .set({ state })
    .where('id', '=', id)
    .where('state', '!=', 'removed')
    .returning(nodeColumns)
    .executeTakeFirst();

export async function sawNodes(tx: Tx, ids: readonly NodeId[], now: Date): Promise<void> {
  await tx.updateTable('media_nodes').set({ last_seen_at: now }).where('id', 'in', ids).execute();
}
