import type { ColumnType } from 'kysely';
import type { JoinTokenId, NodeId, PersonId } from '#shared/contract/ids.ts';
import type { NodeState } from '#shared/contract/nodes.ts';
import type { Region } from '#shared/contract/regions.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** Media nodes that joined with a token. Those that share the installation's Redis are not listed: they need no key. */
export type MediaNodesTable = {
  id: Fixed<NodeId>;
  label: string;
  region: Fixed<Region>;
  public_key: Fixed<string>;
  addresses: string[];
  capacity: number;
  state: NodeState;
  added_by: Fixed<PersonId | null>;
  added_at: Fixed<Date>;
  last_seen_at: ColumnType<Date | null, undefined, Date>;
};

export type NodeJoinTokensTable = {
  id: Fixed<JoinTokenId>;
  token_hash: Fixed<Buffer>;
  /** null: what the node calls itself. */
  label: Fixed<string | null>;
  region: Fixed<Region>;
  created_by: Fixed<PersonId>;
  created_at: Fixed<Date>;
  expires_at: Fixed<Date>;
  used_by: ColumnType<NodeId | null, undefined, NodeId>;
  used_at: ColumnType<Date | null, undefined, Date>;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    media_nodes: MediaNodesTable;
    node_join_tokens: NodeJoinTokensTable;
  }
}
