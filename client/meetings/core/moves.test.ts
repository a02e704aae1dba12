import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { createMoves } from './moves.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Media = { name: string; connected: boolean; ready: boolean };
const media = (name: string, connected = true, ready = true): Media => ({ name, connected, ready });

function newMoves(next: Media, open: () => Promise<void> = () => Promise.resolve()) {
  const did: string[] = [];
  const world = { current: media('old') };
  const moves = createMoves<Media>({
    open: async () => {
      did.push('open');
      await open();
      return next;
    },
    current: () => world.current,
    isConnected: ({ connected }) => connected,
    isReady: ({ ready }) => ready,
    swap: (to) => {
      did.push(`swap to ${to.name}`);
      world.current = to;
    },
    discard: ({ name }) => did.push(`leave ${name}`),
    now: () => Date.now(),
  });
  return { moves, did, world };
}

test('the new media carries the call once everything flows there; the old one stays a little longer', async () => {
  const next = media('new', false, false);
  const { moves, did } = newMoves(next);
  const moved = moves.move();
  await vi.advanceTimersByTimeAsync(1_000);
  next.connected = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(did).toEqual(['open']);
  next.ready = true;
  await vi.advanceTimersByTimeAsync(100);
  expect(await moved).toBe(true);
  expect(did).toEqual(['open', 'swap to new']);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(did).toEqual(['open', 'swap to new', 'leave old']);
});

test('what does not flow within 5 s is not waited for', async () => {
  const { moves, did } = newMoves(media('new', true, false));
  void moves.move();
  await vi.advanceTimersByTimeAsync(4_900);
  expect(did).toEqual(['open']);
  await vi.advanceTimersByTimeAsync(200);
  expect(did).toEqual(['open', 'swap to new']);
});

test('a move that fails leaves the old media alone and can be asked for again', async () => {
  const next = media('new', false, false);
  const { moves, did, world } = newMoves(next);
  const moved = moves.move();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await moved).toBe(false);
  expect([did, world.current.name]).toEqual([['open', 'leave new'], 'old']);
  Object.assign(next, { connected: true, ready: true });
  expect(await moves.move()).toBe(true);
});

test('a new entry that breaks is left at once', async () => {
  const next = media('new', true, false);
  const { moves, did } = newMoves(next);
  const moved = moves.move();
  await vi.advanceTimersByTimeAsync(100);
  moves.broke(next);
  await vi.advanceTimersByTimeAsync(100);
  expect([await moved, did]).toEqual([false, ['open', 'leave new']]);
});

test('no room on another node is no move', async () => {
  const { moves, did } = newMoves(media('new'), () => Promise.reject(new AppError('unavailable', 'no node')));
  expect([await moves.move(), did]).toEqual([false, ['open']]);
});

test('asked twice it moves once', async () => {
  const { moves, did } = newMoves(media('new', true, false));
  expect(moves.move()).toBe(moves.move());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(did.filter((what) => what === 'open')).toHaveLength(1);
});

test('when the old media is lost meanwhile the move is the way back, without waiting', async () => {
  const { moves, did } = newMoves(
    media('new', false, false),
    () => new Promise((done) => setTimeout(done, 300)),
  );
  expect(moves.hurry()).toBeUndefined();
  void moves.move();
  const back = moves.hurry();
  await vi.advanceTimersByTimeAsync(400);
  expect(await back).toBe(true);
  expect(did).toEqual(['open', 'swap to new', 'leave old']);
});

test('a call that ends takes the new entry along', async () => {
  const { moves, did } = newMoves(media('new', true, false));
  const moved = moves.move();
  await vi.advanceTimersByTimeAsync(100);
  moves.close();
  await vi.advanceTimersByTimeAsync(100);
  expect([await moved, did]).toEqual([false, ['open', 'leave new']]);
});
