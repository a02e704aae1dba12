import { expect, test } from 'vitest';
import { bitsFor } from './proof.ts';

test('work doubles each time that those who ask double, up to an end', () => {
  expect([0, 1, 30, 31, 60, 61, 120, 240, 1_000, 1e9].map(bitsFor)).toEqual([
    15, 15, 15, 16, 16, 17, 17, 18, 20, 20,
  ]);
});
