import { expect, test } from 'vitest';
import { createManualClock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import type { PersonId, SessionId } from '#shared/contract/ids.ts';
import type { Actor } from './actor.ts';
import { createActorCache, type Found } from './actor-cache.ts';

const somebody = (): Actor => ({
  personId: newId<PersonId>(),
  kind: 'member',
  isAdmin: false,
  sessionId: newId<SessionId>(),
  tokenId: null,
  widgetId: null,
  scopes: 'all',
  displayName: 'Ada',
  locale: 'en',
  guestMeetingId: null,
});

function setUp(expiresAt: Date | null = null) {
  const clock = createManualClock(new Date('2026-01-01T00:00:00Z'));
  const cache = createActorCache({ now: clock.now, freshMs: 5_000, capacity: 3 });
  const actor = somebody();
  let reads = 0;
  const find = async (): Promise<Found> => {
    reads += 1;
    return { actor, expiresAt };
  };
  return { clock, cache, actor, find, reads: () => reads };
}

test('asks once while the answer is fresh', async () => {
  const { clock, cache, actor, find, reads } = setUp();
  expect(await cache.get('a', find)).toBe(actor);
  clock.advance(4_999);
  await cache.get('a', find);
  expect(reads()).toBe(1);
  clock.advance(1);
  await cache.get('a', find);
  expect(reads()).toBe(2);
});

test('forgets the person, the session, and nobody else', async () => {
  const { cache, actor, find, reads } = setUp();
  await cache.get('a', find);
  cache.forget({ person: newId<PersonId>() });
  await cache.get('a', find);
  expect(reads()).toBe(1);
  cache.forget({ person: actor.personId });
  await cache.get('a', find);
  cache.forget({ session: actor.sessionId ?? newId<SessionId>() });
  await cache.get('a', find);
  expect(reads()).toBe(3);
});

test('does not trust an answer that was on its way during a revocation', async () => {
  const { cache, actor } = setUp();
  const answers: (Found | undefined)[] = [{ actor, expiresAt: null }, undefined];
  const find = async () => {
    const answer = answers.shift();
    if (answer) cache.forget({ person: actor.personId });
    return answer;
  };
  expect(await cache.get('a', find)).toBeUndefined();
});

test('an answer does not outlive the session', async () => {
  const { clock, cache, find, reads } = setUp(new Date('2026-01-01T00:00:02Z'));
  await cache.get('a', find);
  clock.advance(2_000);
  await cache.get('a', find);
  expect(reads()).toBe(2);
});

test('keeps the newest so many', async () => {
  const { cache, find } = setUp();
  for (const key of ['a', 'b', 'c', 'd', 'e']) await cache.get(key, find);
  expect(cache.size()).toBe(3);
});
