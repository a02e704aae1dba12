import { expect, test } from 'vitest';
import type { NodeId } from '#shared/contract/ids.ts';
import { createBrokenWays } from './broken-ways.ts';

const [a, b, c] = ['a', 'b', 'c'] as NodeId[] as [NodeId, NodeId, NodeId];

test('a broken way is broken in both directions, for a while', () => {
  let now = 0;
  const ways = createBrokenWays(() => now);
  expect(ways.between(a, b)).toBe(false);
  ways.add(a, b);
  expect(ways.between(b, a)).toBe(true);
  expect(ways.between(a, c)).toBe(false);
  now = 59_999;
  expect(ways.between(a, b)).toBe(true);
  now = 60_000;
  expect(ways.between(a, b)).toBe(false);
});
