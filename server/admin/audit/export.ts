import { csvLine } from '#server/platform/csv.ts';
import type { Db } from '#server/platform/db.ts';
import type { AuditEntry } from '#shared/contract/admin.ts';
import { type AuditQuery, type EntryRow, listEntries } from './audit.store.ts';

export type ExportFormat = 'csv' | 'jsonl';
const batch = 500;

const columns = [
  'seq',
  'id',
  'at',
  'actorId',
  'actor',
  'action',
  'targetKind',
  'targetId',
  'target',
  'facts',
  'address',
  'hash',
] as const;

/** Oldest first, a batch at a time: whoever reads slowly holds neither memory nor a connection to the database. */
export async function* exportEntries(
  db: Db,
  query: AuditQuery,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(columns);
  for (let after = 0; ; ) {
    const rows = await listEntries(db.read, query, { after, limit: batch });
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(format === 'csv' ? csvLineOf : jsonLine).join('');
    after = last.seq;
  }
}

export const contentTypeOf = (format: ExportFormat): string =>
  format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8';

/** As it is hashed, so that the chain can be verified from the file alone. */
function jsonLine(row: EntryRow): string {
  const { seq, id, action, facts, address } = row;
  const actor = row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name };
  const target =
    row.target_kind === null ? null : { kind: row.target_kind, id: row.target_id, name: row.target_name };
  const at = row.at.toISOString() satisfies AuditEntry['at'];
  return `${JSON.stringify({ seq, id, at, actor, action, target, facts, address, hash: row.hash.toString('hex') })}\n`;
}

function csvLineOf(row: EntryRow): string {
  return csvLine([
    row.seq,
    row.id,
    row.at.toISOString(),
    row.actor_id,
    row.actor_name,
    row.action,
    row.target_kind,
    row.target_id,
    row.target_name,
    JSON.stringify(row.facts),
    row.address,
    row.hash.toString('hex'),
  ]);
}
