import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

const rate = { burst: 3, perSecond: 10 };

test('lets a burst through at once and the rest at the rate', () => {
  const bucket = createTokenBucket(rate, () => 0);
  expect([1, 2, 3, 4, 5].map(() => bucket.reserve())).toEqual([0, 0, 0, 100, 200]);
});

test('fills again with time, up to a burst', () => {
  let now = 0;
  const bucket = createTokenBucket(rate, () => now);
  for (let n = 0; n < 3; n++) bucket.reserve();
  now = 60_000;
  expect([1, 2, 3, 4].map(() => bucket.reserve())).toEqual([0, 0, 0, 100]);
});

test('holds everybody back while it is paused', () => {
  const bucket = createTokenBucket(rate, () => 0);
  bucket.pause(2_000);
  expect(bucket.reserve()).toBe(2_100);
});
