import type { ColumnType } from 'kysely';
import type { AuditFacts } from '#server/platform/audit.ts';
import type { Autoscaling, NodeState, ScalingDecision } from '#shared/contract/admin.ts';
import type { AuditEntryId, NodeId, PersonId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';

type Fixed<T> = ColumnType<T, T, never>;

/** One row for ever. Whoever appends holds its lock: numbers have no gaps, and each hash knows the one before. */
export type AuditChainTable = {
  id: Fixed<1>;
  seq: number;
  hash: Buffer;
  /** The last entry that was cut, and its hash; 0 and zeros in the beginning. */
  base_seq: number;
  base_hash: Buffer;
};

/** Triggers refuse every update, and every deletion but that of a cut beginning. */
export type AuditEntriesTable = {
  seq: Fixed<number>;
  id: Fixed<AuditEntryId>;
  at: Fixed<Date>;
  actor_id: Fixed<PersonId | null>;
  actor_name: Fixed<string | null>;
  action: Fixed<string>;
  target_kind: Fixed<string | null>;
  target_id: Fixed<string | null>;
  target_name: Fixed<string | null>;
  facts: ColumnType<AuditFacts, string, never>;
  address: Fixed<string | null>;
  hash: Fixed<Buffer>;
  /** Made by the database, for filters. */
  domain: ColumnType<string, never, never>;
  searchable: ColumnType<string, never, never>;
};

/** Only what differs from `active`. */
export type NodeStatesTable = { name: Fixed<string>; state: NodeState; changed_at: Date };

export type AutoscalingTable = {
  id: Fixed<1>;
  enabled: boolean;
  monthly_cap: number | null;
  regions: ColumnType<Autoscaling['regions'], string, string>;
  changed_by: PersonId | null;
  /** Up to when the nodes' time has been added to the usage; null while it is off. */
  accounted_at: Date | null;
};

/** An order that the provider carries out in its own time; gone when the node has come, or has left. */
export type ScalingOrdersTable = {
  id: Fixed<string>;
  region: Fixed<Region>;
  action: Fixed<'add' | 'remove'>;
  node: Fixed<NodeId | null>;
  ordered_at: Fixed<Date>;
};

export type ScalingDecisionsTable = {
  id: Fixed<string>;
  at: Fixed<Date>;
  region: Fixed<Region>;
  action: Fixed<ScalingDecision['action']>;
  node: Fixed<NodeId | null>;
  reason: Fixed<string>;
  outcome: Fixed<ScalingDecision['outcome']>;
};

/** What nodes of a region cost in a month such as `2026-01`. */
export type ScalingUsageTable = {
  month: Fixed<string>;
  region: Fixed<Region>;
  node_seconds: number;
  spent: number;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    audit_chain: AuditChainTable;
    audit_entries: AuditEntriesTable;
    node_states: NodeStatesTable;
    autoscaling: AutoscalingTable;
    scaling_orders: ScalingOrdersTable;
    scaling_decisions: ScalingDecisionsTable;
    scaling_usage: ScalingUsageTable;
  }
}
