import type { RevokeScope } from '#server/signaling/publisher.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Actor } from './actor.ts';

/** Somebody found by a secret, and when that secret runs out. */
export type Found = { actor: Actor; expiresAt: Date | null };
type Entry = Found & { freshUntil: number };

type CacheOptions = { now(): Date; freshMs?: number; capacity?: number };

/**
 * Remembers for a few seconds who a token belongs to, so that busy clients do not cost a query a request.
 * What was forgotten while it was being read is read again: nobody passes on an answer from before a revocation.
 */
export function createActorCache({ now, freshMs = 5_000, capacity = 10_000 }: CacheOptions) {
  const entries = new Map<string, Entry>();
  let forgotten = 0;

  function fresh(key: string): Actor | undefined {
    const entry = entries.get(key);
    const time = now().getTime();
    if (entry && time < entry.freshUntil && (!entry.expiresAt || time < entry.expiresAt.getTime()))
      return entry.actor;
    return undefined;
  }

  function remember(key: string, found: Found): void {
    entries.delete(key);
    entries.set(key, { ...found, freshUntil: now().getTime() + freshMs });
    const oldest = entries.size > capacity ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
  }

  async function read(key: string, find: () => Promise<Found | undefined>): Promise<Actor | undefined> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const before = forgotten;
      const found = await find();
      if (before !== forgotten) continue;
      if (found) remember(key, found);
      else entries.delete(key);
      return found?.actor;
    }
    throw new AppError('unavailable', 'Access changes too often right now. Try again shortly.');
  }

  return {
    async get(key: string, find: () => Promise<Found | undefined>): Promise<Actor | undefined> {
      return fresh(key) ?? (await read(key, find));
    },
    forget(scope: RevokeScope): void {
      forgotten += 1;
      for (const [key, { actor }] of entries) if (isMeant(scope, actor)) entries.delete(key);
    },
    /** News may have been missed. */
    forgetAll(): void {
      forgotten += 1;
      entries.clear();
    },
    size: () => entries.size,
  };
}
export type ActorCache = ReturnType<typeof createActorCache>;

function isMeant(scope: RevokeScope, actor: Actor): boolean {
  if ('person' in scope) return actor.personId === scope.person;
  if ('session' in scope) return actor.sessionId === scope.session;
  if ('widget' in scope) return actor.widgetId === scope.widget;
  return actor.tokenId === scope.token;
}
