import { expect, test, vi } from 'vitest';
import { createBatcher } from './batcher.ts';

class BadItem extends Error {}
const isOfItem = (error: unknown) => error instanceof BadItem;

function recording(
  answer: (items: number[]) => Promise<number[]> = async (items) => items.map((n) => n * 2),
) {
  const runs: number[][] = [];
  const run = (items: number[]) => {
    runs.push(items);
    return answer(items);
  };
  return { runs, run };
}

test('one tick is one run, answers go to whom they belong', async () => {
  const { runs, run } = recording();
  const batcher = createBatcher({ max: 10, spacingMs: 0, maxWaiting: 100, run, isOfItem });
  expect(await Promise.all([1, 2, 3].map(batcher.add))).toEqual([2, 4, 6]);
  expect(runs).toEqual([[1, 2, 3]]);
});

test('what arrives during a run waits for the next, and a run has a limit', async () => {
  const gate = Promise.withResolvers<void>();
  const { runs, run } = recording(async (items) => {
    await gate.promise;
    return items;
  });
  const batcher = createBatcher({ max: 2, spacingMs: 0, maxWaiting: 100, run, isOfItem });
  const first = batcher.add(1);
  await vi.waitFor(() => expect(runs).toHaveLength(1));
  const rest = [2, 3, 4].map(batcher.add);
  gate.resolve();
  await Promise.all([first, ...rest]);
  expect(runs).toEqual([[1], [2, 3], [4]]);
  await batcher.idle();
});

test('one bad item fails alone', async () => {
  const { run } = recording(async (items) => {
    if (items.includes(13)) throw new BadItem('thirteen');
    return items;
  });
  const batcher = createBatcher({ max: 100, spacingMs: 0, maxWaiting: 100, run, isOfItem });
  const results = await Promise.allSettled([1, 2, 13, 4, 5].map(batcher.add));
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});

test('a failure of the whole is not tried item by item', async () => {
  const { runs, run } = recording(async () => {
    throw new Error('the database is gone');
  });
  const batcher = createBatcher({ max: 100, spacingMs: 0, maxWaiting: 100, run, isOfItem });
  const results = await Promise.allSettled([1, 2, 3].map(batcher.add));
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(runs).toHaveLength(1);
  await expect(batcher.add(4)).rejects.toThrow('gone');
});

test('refuses what it cannot hold', async () => {
  const { run } = recording();
  const batcher = createBatcher({ max: 10, spacingMs: 0, maxWaiting: 2, run, isOfItem });
  const results = await Promise.allSettled([1, 2, 3].map(batcher.add));
  expect(results[2]).toMatchObject({ reason: { code: 'unavailable', details: { reason: 'busy' } } });
  expect(await batcher.add(5)).toBe(10);
});

test('a steady stream shares runs, the first after a pause does not wait', async () => {
  const { runs, run } = recording();
  const batcher = createBatcher({ max: 10, spacingMs: 50, maxWaiting: 100, run, isOfItem });
  const started = performance.now();
  await batcher.add(1);
  expect(performance.now() - started).toBeLessThan(40);
  const second = batcher.add(2);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([second, batcher.add(3)]);
  expect(performance.now() - started).toBeGreaterThan(45);
  expect(runs).toEqual([[1], [2, 3]]);
});
