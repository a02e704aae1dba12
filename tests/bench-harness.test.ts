import { expect, test } from 'vitest';
import type { Bench, Metric, Result } from './bench/area.ts';
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
