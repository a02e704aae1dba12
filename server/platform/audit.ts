import type { AuditAction } from '#shared/audit-actions.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Tx } from './db.ts';

export type AuditFacts = Record<string, string | number | boolean | null>;
export type AuditTarget = { kind: string; id: string; name: string };
export type AuditRecord = {
  /** null: nobody who is known, or the hub itself. */
  actor: { personId: PersonId; displayName: string } | null;
  action: AuditAction;
  target?: AuditTarget;
  /** Never secrets, tokens or what people wrote to each other. */
  facts?: AuditFacts;
};

/** How a domain tells of a decision: in the transaction of the change, so that neither is there without the other. */
export type Audit = {
  record(tx: Tx, record: AuditRecord): void;
  /** What was refused changes nothing, so it has no transaction. Repeats within a minute are told as one, with a count. */
  refused(record: AuditRecord): void;
};
