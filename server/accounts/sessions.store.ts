import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, SessionId, WidgetId } from '#shared/contract/ids.ts';
import { personColumns } from './present.ts';

export type NewSession = {
  id: SessionId;
  personId: PersonId;
  widgetId: WidgetId | null;
  tokenHash: Buffer;
  address: string;
  userAgent: string;
  createdAt: Date;
  expiresAt: Date;
};

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({
      id: session.id,
      person_id: session.personId,
      widget_id: session.widgetId,
      token_hash: session.tokenHash,
      address: session.address,
      user_agent: session.userAgent,
      created_at: session.createdAt,
      last_seen_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** A session that lives and its person, unless suspended. */
export const findSession = (reader: Reader, tokenHash: Buffer, now: Date) =>
  reader
    .selectFrom('sessions')
    .innerJoin('people', 'people.id', 'sessions.person_id')
    .select([
      ...personColumns,
      'sessions.id as sessionId',
      'sessions.widget_id as widgetId',
      'sessions.last_seen_at as lastSeenAt',
      'sessions.expires_at as expiresAt',
    ])
    .where('sessions.token_hash', '=', tokenHash)
    .where('sessions.expires_at', '>', now)
    .where('people.suspended_at', 'is', null)
    .executeTakeFirst();

/** Other requests of the same minute find the row touched and leave it alone. */
export async function touchSession(
  tx: Tx,
  id: SessionId,
  touch: { now: Date; notSince: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ last_seen_at: touch.now, expires_at: touch.expiresAt })
    .where('id', '=', id)
    .where('last_seen_at', '<=', touch.notSince)
    .execute();
}

/** Many at once, for tabs that stay open without asking anything. A guest's session ends when it was to end. */
export async function touchSessions(
  tx: Tx,
  ids: readonly SessionId[],
  touch: { now: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .updateTable('sessions')
    .from('people')
    .set({ last_seen_at: touch.now, expires_at: touch.expiresAt })
    .whereRef('people.id', '=', 'sessions.person_id')
    .where('people.kind', '<>', 'guest')
    .where('sessions.id', 'in', ids)
    .execute();
}

export const listSessions = (reader: Reader, personId: PersonId, now: Date) =>
  reader
    .selectFrom('sessions')
    .select([
      'id',
      'address',
      'user_agent as userAgent',
      'created_at as createdAt',
      'last_seen_at as lastSeenAt',
    ])
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();

export async function deleteSession(tx: Tx, personId: PersonId, id: SessionId): Promise<boolean> {
  const result = await tx
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function deleteSessionsOf(
  tx: Tx,
  personId: PersonId,
  { except }: { except: SessionId | null },
): Promise<SessionId[]> {
  let doomed = tx.deleteFrom('sessions').where('person_id', '=', personId);
  if (except) doomed = doomed.where('id', '!=', except);
  const rows = await doomed.returning('id').execute();
  return rows.map(({ id }) => id);
}

/** Sessions that would live longer without use than is allowed now. A guest's ends when it was to end. */
export async function shortenSessions(tx: Tx, days: number): Promise<void> {
  const latest = sql<Date>`sessions.last_seen_at + make_interval(days => ${days})`;
  await tx
    .updateTable('sessions')
    .from('people')
    .set({ expires_at: latest })
    .whereRef('people.id', '=', 'sessions.person_id')
    .where('people.kind', '<>', 'guest')
    .where('sessions.expires_at', '>', latest)
    .execute();
}

export async function deleteExpiredSessions(tx: Tx, now: Date): Promise<SessionId[]> {
  const rows = await tx.deleteFrom('sessions').where('expires_at', '<=', now).returning('id').execute();
  return rows.map(({ id }) => id);
}
