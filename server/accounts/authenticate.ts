import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import type { Scope } from '#shared/contract/define.ts';
import type { Actor } from './actor.ts';
import type { ActorCache, Found } from './actor-cache.ts';
import type { PersonRow } from './present.ts';
import { type HashSecret, looksLikeApiToken, looksLikeVisitorToken } from './secrets.ts';
import { type SessionTime, touchEveryMs } from './session-time.ts';
import { findSession, touchSession } from './sessions.store.ts';
import { findToken, touchToken } from './tokens.store.ts';

/** What a request shows: a browser its session cookie, a program its API token, a page of another site a visitor's token. */
export type Credentials = {
  cookieToken?: string | undefined;
  bearer?: string | undefined;
  /** The other site whose page asks. */
  foreignOrigin?: string | undefined;
};
/** A stolen token of a visitor is worth that visitor's own tickets. */
const visitorScopes: readonly Scope[] = ['tickets:read', 'tickets:write'];

type Parts = { db: Db; clock: Clock; cache: ActorCache; hashSecret: HashSecret; time: SessionTime };

/**
 * Who is asking; undefined for nobody this hub knows. Expired and ended sessions and suspended people never pass.
 * A token that is sent counts alone: a wrong one is not made good by a cookie.
 */
export function createAuthenticate({ db, clock, cache, hashSecret, time }: Parts) {
  return async ({ cookieToken, bearer }: Credentials): Promise<Actor | undefined> => {
    if (bearer !== undefined) {
      if (looksLikeVisitorToken(bearer)) return await find('session', bearer);
      return looksLikeApiToken(bearer) ? await find('token', bearer) : undefined;
    }
    if (cookieToken === undefined || looksLikeVisitorToken(cookieToken)) return undefined;
    return await find('session', cookieToken);
  };

  async function find(type: 'token' | 'session', secret: string): Promise<Actor | undefined> {
    if (secret.length > 200) return undefined;
    const hash = hashSecret(secret);
    const read = type === 'token' ? byToken : bySession;
    return await cache.get(`${type}:${hash.toString('base64')}`, () => read(hash));
  }

  async function bySession(hash: Buffer): Promise<Found | undefined> {
    const now = clock.now();
    const row = await findSession(db.read, hash, now);
    if (!row) return undefined;
    const { sessionId, widgetId } = row;
    const scopes = widgetId === null ? 'all' : visitorScopes;
    const actor: Actor = { ...actorOf(row), sessionId, tokenId: null, widgetId, scopes };
    const notSince = new Date(now.getTime() - touchEveryMs);
    if (row.lastSeenAt > notSince) return { actor, expiresAt: row.expiresAt };
    const expiresAt = time.later(row.kind, now, row.expiresAt);
    await db.transaction((tx) => touchSession(tx, sessionId, { now, notSince, expiresAt }));
    return { actor, expiresAt };
  }

  async function byToken(hash: Buffer): Promise<Found | undefined> {
    const now = clock.now();
    const row = await findToken(db.read, hash, now);
    if (!row) return undefined;
    const { tokenId, scopes, expiresAt } = row;
    const actor: Actor = { ...actorOf(row), sessionId: null, tokenId, widgetId: null, scopes };
    if (!row.lastUsedAt || row.lastUsedAt.getTime() <= now.getTime() - touchEveryMs)
      await db.transaction((tx) => touchToken(tx, tokenId, now));
    return { actor, expiresAt };
  }
}

const actorOf = ({ id, kind, isAdmin, displayName, locale, guestMeetingId }: PersonRow) => ({
  personId: id,
  kind,
  isAdmin,
  displayName,
  locale,
  guestMeetingId,
});
