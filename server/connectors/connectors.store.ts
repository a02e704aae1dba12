import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { ConnectorSettings, ConnectorTrouble } from '#shared/contract/connectors.ts';
import type { ConnectorId, PersonId } from '#shared/contract/ids.ts';
import type { ConnectorsTable } from './connectors.tables.ts';

type Row = Selectable<ConnectorsTable>;
export type StoredConnector = Omit<Row, 'settings' | 'queue_id'> & { settings: ConnectorSettings };

const toConnector = ({ settings, queue_id, ...row }: Row): StoredConnector => ({
  ...row,
  settings: { ...settings, queueId: queue_id },
});

function columns({ queueId, ...settings }: ConnectorSettings) {
  return { queue_id: queueId, settings: JSON.stringify(settings) };
}

/** All of them: administrators make few. */
export async function listConnectors(db: Reader): Promise<StoredConnector[]> {
  const rows = await db
    .selectFrom('connectors')
    .selectAll()
    .orderBy(sql`settings ->> 'name'`)
    .orderBy('id')
    .execute();
  return rows.map(toConnector);
}

export async function findConnector(db: Reader, id: ConnectorId): Promise<StoredConnector | undefined> {
  const row = await db.selectFrom('connectors').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toConnector(row);
}

export async function lockConnector(tx: Tx, id: ConnectorId): Promise<StoredConnector | undefined> {
  const row = await tx
    .selectFrom('connectors')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && toConnector(row);
}

export async function findDue(db: Reader, now: Date): Promise<ConnectorId[]> {
  const rows = await db
    .selectFrom('connectors')
    .select('id')
    .where(sql<boolean>`(settings -> 'enabled')::boolean`)
    .where(sql<boolean>`trouble is distinct from 'refused'`)
    .where('next_at', '<=', now)
    .execute();
  return rows.map(({ id }) => id);
}

export type KeptKey = { sealed: Buffer; ending: string };
type New = { id: ConnectorId; settings: ConnectorSettings; key: KeptKey; now: Date };
export async function insertConnector(tx: Tx, { id, settings, key, now }: New): Promise<StoredConnector> {
  const row = await tx
    .insertInto('connectors')
    .values({
      ...columns(settings),
      id,
      sealed_key: key.sealed,
      key_ending: key.ending,
      created_at: now,
      next_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toConnector(row);
}

/** What went wrong with it as it was is forgotten. `anew`: everything has to be read. */
export async function storeConnector(
  tx: Tx,
  id: ConnectorId,
  change: { settings: ConnectorSettings; key: KeptKey | undefined; anew: boolean; now: Date },
): Promise<StoredConnector> {
  const { settings, key, anew, now } = change;
  const row = await tx
    .updateTable('connectors')
    .set({
      ...columns(settings),
      ...(key && { sealed_key: key.sealed, key_ending: key.ending }),
      ...(anew && { read_up_to: null, complete_at: null }),
      trouble: null,
      failing_since: null,
      failures: 0,
      next_at: now,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toConnector(row);
}

export async function deleteConnector(tx: Tx, id: ConnectorId): Promise<void> {
  await tx.deleteFrom('connectors').where('id', '=', id).execute();
}

// --- how it goes ---------------------------------------------------------------------------------

type Success = { readUpTo: Date | null; completeAt: Date | null; now: Date; nextAt: Date };
export async function storeSuccess(
  tx: Tx,
  id: ConnectorId,
  { readUpTo, completeAt, now, nextAt }: Success,
): Promise<void> {
  await tx
    .updateTable('connectors')
    .set({
      read_up_to: readUpTo,
      complete_at: completeAt,
      synced_at: now,
      next_at: nextAt,
      trouble: null,
      failing_since: null,
      failures: 0,
    })
    .where('id', '=', id)
    .execute();
}

type Failure = { trouble: ConnectorTrouble; now: Date; nextAt: Date };
export async function storeFailure(
  tx: Tx,
  id: ConnectorId,
  { trouble, now, nextAt }: Failure,
): Promise<void> {
  await tx
    .updateTable('connectors')
    .set({
      trouble,
      failing_since: sql`coalesce(failing_since, ${now})`,
      failures: sql`failures + 1`,
      next_at: nextAt,
    })
    .where('id', '=', id)
    .execute();
}

// --- who asks there ------------------------------------------------------------------------------

export async function findPeople(
  tx: Tx,
  connectorId: ConnectorId,
  externalIds: readonly string[],
): Promise<Map<string, PersonId>> {
  const rows = await tx
    .selectFrom('connector_people')
    .select(['external_id', 'person_id'])
    .where('connector_id', '=', connectorId)
    .where(sql<boolean>`external_id = any(${externalIds}::text[])`)
    .execute();
  return new Map(rows.map(({ external_id, person_id }) => [external_id, person_id]));
}

export async function insertPeople(
  tx: Tx,
  connectorId: ConnectorId,
  people: ReadonlyMap<string, PersonId>,
): Promise<void> {
  if (people.size === 0) return;
  const rows = [...people].map(([external_id, person_id]) => ({
    connector_id: connectorId,
    external_id,
    person_id,
  }));
  await tx.insertInto('connector_people').values(rows).execute();
}
