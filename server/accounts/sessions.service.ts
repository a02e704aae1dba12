import type { Audit } from '#server/platform/audit.ts';
import type { Caller } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { PersonKind, Session } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, SessionId, WidgetId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import type { Revoke } from './revoke.ts';
import { type HashSecret, newSecret, newVisitorToken } from './secrets.ts';
import type { SessionTime } from './session-time.ts';
import {
  deleteSession,
  deleteSessionsOf,
  insertSession,
  listSessions,
  touchSessions,
} from './sessions.store.ts';

/** A session just made; the token exists here and in the cookie only. */
export type OpenedSession = { sessionId: SessionId; token: string; expiresAt: Date };
type Parts = {
  db: Db;
  clock: Clock;
  hashSecret: HashSecret;
  revoke: Revoke;
  time: SessionTime;
  audit: Audit;
};

/** Rows of one statement. */
const touchedAtOnce = 1_000;

export function createSessions({ db, clock, hashSecret, revoke, time, audit }: Parts) {
  return {
    /** Always a new one, so that a token somebody planted before is worth nothing after. */
    async open(
      tx: Tx,
      person: { id: PersonId; kind: PersonKind },
      caller: Caller,
      widgetId: WidgetId | null = null,
    ): Promise<OpenedSession> {
      const now = clock.now();
      const token = widgetId === null ? newSecret() : newVisitorToken();
      const session = { id: newId<SessionId>(), createdAt: now, expiresAt: time.first(person.kind, now) };
      const { address } = caller;
      const userAgent = oneLine(caller.userAgent);
      const tokenHash = hashSecret(token);
      await insertSession(tx, { ...session, personId: person.id, widgetId, tokenHash, address, userAgent });
      return { sessionId: session.id, token, expiresAt: session.expiresAt };
    },

    /** A browser that signs in anew gives up the session it held; its other tabs come back with the new one. */
    async leave(tx: Tx, personId: PersonId, session: SessionId): Promise<void> {
      await deleteSession(tx, personId, session);
      revoke(tx, { session }, 'accessChanged');
    },

    /** Until when a session that is in use lives on; undefined for those that end at their time. */
    prolongedUntil: (actor: Actor): Date | undefined =>
      actor.sessionId && actor.kind !== 'guest' ? time.first(actor.kind, clock.now()) : undefined,

    async list(actor: Actor): Promise<Session[]> {
      const rows = await listSessions(db.read, actor.personId, clock.now());
      return rows.map(({ id, address, userAgent, createdAt, lastSeenAt }) => ({
        id,
        current: id === actor.sessionId,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        address,
        userAgent,
      }));
    },

    /** Also the way to sign out: the current one. */
    async end(actor: Actor, sessionId: SessionId): Promise<void> {
      await db.transaction(async (tx) => {
        const ended = await deleteSession(tx, actor.personId, sessionId);
        if (!ended) throw new AppError('notFound', 'There is no such session of yours.');
        revoke(tx, { session: sessionId }, 'signedOut');
        if (sessionId === actor.sessionId) audit.record(tx, { actor, action: 'accounts.signedOut' });
        else audit.record(tx, { actor, action: 'accounts.sessionEnded', facts: { session: sessionId } });
      });
    },

    /** Tabs that stay open keep their sessions alive, as requests would. */
    async touch(open: ReadonlySet<SessionId>): Promise<void> {
      const now = clock.now();
      const expiresAt = time.later('member', now, now);
      for (let ids = [...open]; ids.length > 0; ids = ids.slice(touchedAtOnce))
        await db.transaction((tx) => touchSessions(tx, ids.slice(0, touchedAtOnce), { now, expiresAt }));
    },

    endOthers: (actor: Actor): Promise<number> => db.transaction((tx) => endOthersOf(tx, actor)),
    endOthersOf,
  };

  async function endOthersOf(tx: Tx, actor: Actor): Promise<number> {
    const ended = await deleteSessionsOf(tx, actor.personId, { except: actor.sessionId });
    for (const session of ended) revoke(tx, { session }, 'signedOut');
    if (ended.length > 0)
      audit.record(tx, { actor, action: 'accounts.sessionsEnded', facts: { ended: ended.length } });
    return ended.length;
  }
}
export type Sessions = ReturnType<typeof createSessions>;

const oneLine = (userAgent: string): string => userAgent.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 300);
