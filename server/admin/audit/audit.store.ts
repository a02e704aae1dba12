import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { AuditChainTable, AuditEntriesTable } from '../admin.tables.ts';
import type { Sealed } from './canonical.ts';

export type EntryRow = Omit<Selectable<AuditEntriesTable>, 'domain' | 'searchable'>;
export type Chain = Omit<Selectable<AuditChainTable>, 'id'>;
export type AuditQuery = {
  action?: string | undefined;
  actorId?: PersonId | undefined;
  text?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

const entryColumns = [
  'seq',
  'id',
  'at',
  'actor_id',
  'actor_name',
  'action',
  'target_kind',
  'target_id',
  'target_name',
  'facts',
  'address',
  'hash',
] as const;
const chainColumns = ['seq', 'hash', 'base_seq', 'base_hash'] as const;

export const sealedOf = (row: EntryRow): Sealed => ({
  id: row.id,
  seq: row.seq,
  at: row.at.toISOString(),
  actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
  action: row.action,
  target:
    row.target_kind === null
      ? null
      : { kind: row.target_kind, id: row.target_id ?? '', name: row.target_name ?? '' },
  facts: row.facts,
  address: row.address,
});

/** The lock that puts all writers into one line; taken as the last of a transaction. */
export const lockChain = (tx: Tx): Promise<Chain> =>
  tx.selectFrom('audit_chain').select(chainColumns).where('id', '=', 1).forUpdate().executeTakeFirstOrThrow();

export const readChain = (reader: Reader): Promise<Chain> =>
  reader.selectFrom('audit_chain').select(chainColumns).where('id', '=', 1).executeTakeFirstOrThrow();

/** PostgreSQL takes 65,535 values in a statement. */
const atOnce = 1_000;

/** The new entries and the new head. */
export async function append(tx: Tx, entries: (Sealed & { hash: Buffer })[]): Promise<void> {
  for (let rest = entries; rest.length > 0; rest = rest.slice(atOnce))
    await appendSome(tx, rest.slice(0, atOnce));
}

/** In one statement, so that the chain's lock is held for one round trip less. */
async function appendSome(tx: Tx, entries: (Sealed & { hash: Buffer })[]): Promise<void> {
  const last = entries.at(-1);
  if (!last) return;
  await tx
    .with('head', (db) =>
      db.updateTable('audit_chain').set({ seq: last.seq, hash: last.hash }).where('id', '=', 1),
    )
    .insertInto('audit_entries')
    .values(entries.map(rowOf))
    .execute();
}

const rowOf = ({ actor, target, facts, at, id, ...entry }: Sealed & { hash: Buffer }) => ({
  ...entry,
  id: id as EntryRow['id'],
  at: new Date(at),
  actor_id: actor?.id ?? null,
  actor_name: actor?.name ?? null,
  target_kind: target?.kind ?? null,
  target_id: target?.id ?? null,
  target_name: target?.name ?? null,
  facts: JSON.stringify(facts),
});

/** Newest first below `before`, or oldest first above `after`. */
export function listEntries(
  reader: Reader,
  query: AuditQuery,
  page: { before?: number | undefined; limit: number } | { after: number; limit: number },
): Promise<EntryRow[]> {
  let rows = reader.selectFrom('audit_entries').select(entryColumns);
  const { action, actorId, text, from, to } = query;
  if (action) rows = rows.where(action.includes('.') ? 'action' : 'domain', '=', action);
  if (actorId) rows = rows.where('actor_id', '=', actorId);
  if (text) rows = rows.where(sql<SqlBool>`searchable like lower(${containing(text)})`);
  if (from) rows = rows.where('at', '>=', new Date(from));
  if (to) rows = rows.where('at', '<', new Date(to));
  if ('after' in page) return rows.where('seq', '>', page.after).orderBy('seq').limit(page.limit).execute();
  if (page.before !== undefined) rows = rows.where('seq', '<', page.before);
  return rows.orderBy('seq', 'desc').limit(page.limit).execute();
}

/** A LIKE pattern that finds the text anywhere; its own wildcards are taken literally. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** The chain's own words about its beginning: the newest cut that is still told of. */
export async function newestCut(reader: Reader): Promise<{ upTo: unknown; hash: unknown } | undefined> {
  const row = await reader
    .selectFrom('audit_entries')
    .select('facts')
    .where('action', '=', 'audit.cut')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { upTo: row.facts['upTo'], hash: row.facts['hash'] };
}

/** Whether there are entries past the head, which no writer of ours leaves. */
export async function lastSeq(reader: Reader): Promise<number> {
  const row = await reader
    .selectFrom('audit_entries')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** Of the oldest `limit` entries the last one that is older than `until`. */
export async function lastOlderThan(
  reader: Reader,
  until: Date,
  limit: number,
): Promise<{ seq: number; hash: Buffer } | undefined> {
  const oldest = await reader
    .selectFrom('audit_entries')
    .select(['seq', 'hash', 'at'])
    .orderBy('seq')
    .limit(limit)
    .execute();
  const end = oldest.findIndex(({ at }) => at >= until);
  return (end === -1 ? oldest : oldest.slice(0, end)).at(-1);
}

/** The base moves first: the trigger lets go of what lies before it only. */
export async function cutUpTo(tx: Tx, { seq, hash }: { seq: number; hash: Buffer }): Promise<number> {
  await tx.updateTable('audit_chain').set({ base_seq: seq, base_hash: hash }).where('id', '=', 1).execute();
  const { numDeletedRows } = await tx
    .deleteFrom('audit_entries')
    .where('seq', '<=', seq)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** One probe of the index per action, not one per entry. */
export async function listActions(reader: Reader): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive actions as (
      (select action from audit_entries order by action limit 1)
      union all
      select (select action from audit_entries where action > actions.action order by action limit 1)
      from actions where actions.action is not null
    ) select action from actions where action is not null`.execute(reader);
  return rows.map(({ action }) => action);
}
