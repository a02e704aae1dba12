import { expect, test } from 'vitest';
import type { Bench, Metric, Result } from './bench/area.ts';
import { perUnit, type Spent, solve } from './bench/day/meter.ts';
import { type Contestant, compare, type Sample } from './bench/compare.ts';
import { median, quantile, ratioOf, spreadOf } from './bench/statistics.ts';

const metric: Metric = { name: 'speed', unit: 'km/h', better: 'more', peer: 'a peer', what: 'a test' };

/** Gives one sample after the other and notes who was asked. */
const script = (name: string, asked: string[], ...samples: Sample[]): Contestant => ({
  async measure() {
    asked.push(name);
    return samples.shift() ?? { value: 1 };
  },
});

async function run(own: Contestant, peer: Contestant, rounds = 3): Promise<Result | undefined> {
  let result: Result | undefined;
  const bench: Bench = { rounds, quick: false, note: () => {}, report: (each) => void (result = each) };
  await compare(bench, metric, own, peer);
  return result;
}

test('the sides take turns', async () => {
  const asked: string[] = [];
  const result = await run(script('own', asked, { value: 4 }), script('peer', asked, { value: 2 }));
  expect(asked).toEqual(['own', 'peer', 'own', 'peer', 'own', 'peer']);
  expect(result).toEqual({ metric, own: [4, 1, 1], peer: [2, 1, 1] });
});

test('a round whose driver was the limit is repeated, a wrong result scores nothing', async () => {
  const asked: string[] = [];
  const own = script(
    'own',
    asked,
    { value: 9, isVoid: 'busy' },
    { value: 4 },
    { value: 7, problem: 'one was lost' },
  );
  const result = await run(own, script('peer', asked), 2);
  expect(result?.own).toEqual([4, 0]);
  expect(asked).toEqual(['own', 'own', 'peer', 'own', 'peer']);
});

test('a side that is never measured in a valid round has no figure', async () => {
  const busy = { value: 9, isVoid: 'busy' };
  await expect(run(script('own', [], busy, busy, busy), script('peer', []))).rejects.toThrow('void 3 times');
});

test('the middle, the spread and the ratio', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 1)).toBe(5);
  expect(spreadOf([8, 10, 12])).toBe(0.4);
  expect(ratioOf('more', 6, 3)).toBe(2);
  expect(ratioOf('less', 6, 3)).toBe(0.5);
  expect(ratioOf('more', 0, 3)).toBe(0);
  expect(ratioOf('less', 0, 3)).toBe(0);
  expect(ratioOf('more', 6, 0)).toBeNull();
});

test('what a unit costs is what was spent beyond what the time would have cost anyway', () => {
  const spent = (hub: number, seconds: number): Spent => ({
    hub,
    media: 0,
    database: 0,
    egress: 0,
    ingress: 0,
    seconds,
  });
  const quiet = spent(1, 10);
  expect(perUnit(spent(6, 20), 8, quiet)).toMatchObject({ hub: 0.5, media: 0 });
  expect(perUnit(spent(1, 20), 8, quiet).hub).toBe(0);
});

test('two runs with different shares tell two costs apart', () => {
  const run = (first: number, second: number) => ({
    first,
    second,
    spent: { hub: first * 3 + second * 2 + 1, media: 0, database: first, egress: 0, ingress: 0, seconds: 10 },
  });
  const quiet: Spent = { hub: 1, media: 0, database: 0, egress: 0, ingress: 0, seconds: 10 };
  const { first, second } = solve(run(10, 20), run(10, 200), quiet);
  expect(first).toMatchObject({ hub: 3, database: 1 });
  expect(second).toMatchObject({ hub: 2, database: 0 });
});
