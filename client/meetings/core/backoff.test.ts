import { expect, test } from 'vitest';
import { createBackoff } from './backoff.ts';

test('waits double up to the limit and start over after a success', () => {
  const backoff = createBackoff({ firstMs: 100, mostMs: 350, random: () => 0.5 });
  expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([100, 200, 350, 350]);
  backoff.reset();
  expect(backoff.next()).toBe(100);
});

test('jitter stays within a quarter', () => {
  expect(createBackoff({ firstMs: 100, mostMs: 800, random: () => 0 }).next()).toBe(75);
  expect(createBackoff({ firstMs: 100, mostMs: 800, random: () => 1 }).next()).toBe(125);
});
