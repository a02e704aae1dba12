import { describe, expect, test } from 'vitest';
import { coresOfParticipant } from '#server/admin/cost/streams.ts';
import { measuredCapacity } from '#server/admin/cost/defaults.ts';
import { costOfParticipant } from '#server/media/allocation.ts';
import { createAgenda } from './agenda.ts';
import { wholeDay } from './day.ts';
import { createRandom } from './random.ts';
import { drain, failure, storm } from './scenarios.ts';
import { createWorld, type World } from './world.ts';

function play(run: (world: World, people?: number) => void, people: number, guard = true, hubs = 1) {
  const world = createWorld({ capacity: measuredCapacity, seed: 7, guard, hubs, share: false });
  run(world, people);
  return { world, row: world.tally.row('test') };
}

test('things happen in the order of their time, equal ones in the order of entry', () => {
  const agenda = createAgenda();
  const random = createRandom(3);
  const seen: number[] = [];
  const times = Array.from({ length: 500 }, () => random.whole(0, 50));
  times.forEach((time, nth) => agenda.at(time, () => seen.push(time * 1_000 + nth)));
  agenda.run(100);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen).toHaveLength(500);
});

test('the same seed gives the same day', () => {
  expect(play(wholeDay, 2_000).row).toEqual(play(wholeDay, 2_000).row);
}, 30_000);

describe('a storm', () => {
  test('is taken without a node that is full, thanks to the guard', () => {
    const [guarded, blind] = [play(storm, 4_000).row, play(storm, 4_000, false).row];
    expect(guarded).toMatchObject({ placed: 4_000, refused: 0, overloadedShare: 0 });
    expect(blind.loadMax).toBeGreaterThan(guarded.loadMax * 1.3);
  });
});

test('after a region died everybody is somewhere, within 5 s, and no node is full', () => {
  const { row, world } = play(failure, 6_000);
  expect(row.refused).toBe(0);
  expect(row.slowestRetryMs).toBeLessThanOrEqual(5_000);
  expect(row.loadMax).toBeLessThan(1);
  const seated = [...world.nodes].reduce((sum, { people }) => sum + people, 0);
  expect(seated).toBe(6_000);
});

test('a drain moves everybody and takes four nodes away', () => {
  const { row, world } = play(drain, 6_000);
  expect(row.moves).toBeGreaterThan(0);
  expect(row.mostNodes - world.nodes.size).toBe(4);
  const seated = [...world.nodes].reduce((sum, { people }) => sum + people, 0);
  expect(seated).toBe(6_000);
});

test('the books close: when all have left, nothing is in use', () => {
  const { world, row } = play(wholeDay, 2_000);
  world.agenda.run(30 * 3_600_000);
  expect(row.placed).toBeGreaterThan(2_000);
  expect(world.rooms.size).toBe(0);
  for (const node of world.nodes) expect(node).toMatchObject({ people: 0, cores: 0 });
}, 30_000);

test('what the guard takes a participant to cost is what was measured, with a margin for those not yet in any load', () => {
  const usual = coresOfParticipant(measuredCapacity, 5);
  expect(costOfParticipant).toBeGreaterThan(usual);
  expect(costOfParticipant).toBeLessThan(usual * 2);
});
