import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyId, ConnectorId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { toTicket } from '../tickets.store.ts';

const ofConnector = (connectorId: ConnectorId) => sql<boolean>`source ->> 'connectorId' = ${connectorId}`;

/** Locked, by the ids that their source gave them. */
export async function lockMirrored(
  tx: Tx,
  connectorId: ConnectorId,
  externalIds: readonly string[],
): Promise<Map<string, Ticket>> {
  const rows = await tx
    .selectFrom('tickets')
    .selectAll()
    .where(ofConnector(connectorId))
    .where(sql<boolean>`source ->> 'externalId' = any(${externalIds}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(
    rows.map(toTicket).flatMap((ticket) => (ticket.source ? [[ticket.source.externalId, ticket]] : [])),
  );
}

/** What their source calls those that are not closed. */
export async function aliveAtSource(db: Reader, connectorId: ConnectorId): Promise<string[]> {
  const rows = await db
    .selectFrom('tickets')
    .select(sql<string>`source ->> 'externalId'`.as('externalId'))
    .where(ofConnector(connectorId))
    .where('status', '<>', 'closed')
    .execute();
  return rows.map(({ externalId }) => externalId);
}

export async function countMirrored(db: Reader): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('tickets')
    .select([
      sql<string>`source ->> 'connectorId'`.as('connectorId'),
      ({ fn }) => fn.countAll<number>().as('count'),
    ])
    .where('source', 'is not', null)
    .groupBy(sql`1`)
    .execute();
  return new Map(rows.map(({ connectorId, count }) => [connectorId, count]));
}

/** They stay, as tickets of the desk. */
export async function forgetSource(tx: Tx, connectorId: ConnectorId): Promise<void> {
  await sql`update tickets set source = null where ${ofConnector(connectorId)}`.execute(tx);
}

/** Companies by their names; those that are missing are made. */
export async function companiesNamed(
  tx: Tx,
  names: readonly string[],
  now: Date,
): Promise<Map<string, CompanyId>> {
  if (names.length === 0) return new Map();
  await tx
    .insertInto('companies')
    .values(names.toSorted().map((name) => ({ id: newId<CompanyId>(), name, created_at: now })))
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const rows = await tx.selectFrom('companies').select(['id', 'name']).where('name', 'in', names).execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
}
