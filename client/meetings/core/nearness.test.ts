import { expect, test } from 'vitest';
import { createNearness, type Probe } from './nearness.ts';

const probe = (region: Probe['region'], port: number): Probe => ({ region, address: '192.0.2.1', port });

/** Answers by port: one time after the other, `undefined` for silence. */
function newNearness(probes: Probe[], times: Record<number, (number | undefined)[]>) {
  const stored = new Map<string, string>();
  const world = { now: 1_000, asked: 0, running: 0, most: 0 };
  const nearness = createNearness({
    listProbes: async () => {
      world.asked += 1;
      return probes;
    },
    measure: async ({ port }) => {
      world.running += 1;
      world.most = Math.max(world.most, world.running);
      await Promise.resolve();
      world.running -= 1;
      return times[port]?.shift();
    },
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    now: () => world.now,
  });
  return { nearness, world, stored };
}
const twoRegions = () =>
  newNearness([probe('na', 2), probe('eu', 1), probe('eu', 3), probe('sa', 4)], {
    1: [60, 22, 30, 24],
    2: [120, 111, 140, 112],
    3: [25, 21, 22, 23],
    4: [undefined, 5, 5, 5],
  });

test('the least of several samples counts, and of the probes of a region; silence leaves it out', async () => {
  const { nearness, world } = twoRegions();
  expect(nearness.result()).toBeUndefined();
  await nearness.start();
  expect(nearness.result()).toEqual([
    { region: 'eu', rttMs: 21 },
    { region: 'na', rttMs: 111 },
  ]);
  expect(world.most).toBe(4);
});

test('is remembered for ten minutes', async () => {
  const { nearness, world } = twoRegions();
  await nearness.start();
  world.now += 9 * 60_000;
  await nearness.start();
  expect([world.asked, nearness.result()?.length]).toEqual([1, 2]);
  world.now += 2 * 60_000;
  expect(nearness.result()).toBeUndefined();
  await nearness.start();
  expect(world.asked).toBe(2);
});

test('one region needs no measuring', async () => {
  const { nearness, world } = newNearness([probe('eu', 1), probe('eu', 2)], { 1: [20], 2: [20] });
  await nearness.start();
  expect([nearness.result(), world.most]).toEqual([undefined, 0]);
});

test('asked twice it measures once, and another network measures again', async () => {
  const { nearness, world } = twoRegions();
  await Promise.all([nearness.start(), nearness.start()]);
  expect(world.asked).toBe(1);
  await nearness.restart();
  expect(world.asked).toBe(2);
});

test('what was measured while the network changed does not count', async () => {
  const { nearness, stored } = newNearness([probe('eu', 1), probe('na', 2)], {
    1: [60, 22, 30, 24],
    2: [120, 111, 140, 112],
  });
  const first = nearness.start();
  const second = nearness.restart();
  await Promise.all([first, second]);
  // The second round finds no answers any more in this world.
  expect([nearness.result(), stored.size]).toEqual([undefined, 0]);
});

test('a broken memory or a hub that does not answer is no result', async () => {
  const { nearness, stored } = twoRegions();
  stored.set('entente.near', '{');
  expect(nearness.result()).toBeUndefined();
  const silent = createNearness({
    listProbes: () => Promise.reject(new Error('away')),
    measure: () => Promise.resolve(1),
    storage: sessionLike(),
  });
  await silent.start();
  expect(silent.result()).toBeUndefined();
});

const sessionLike = () => ({ getItem: () => null, setItem: () => undefined, removeItem: () => undefined });
