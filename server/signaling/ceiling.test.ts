import { expect, test } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { allow, fullBucket } from './ceiling.ts';

function allowed(calls: number, bucket = fullBucket(0), now = 0): number {
  let passed = 0;
  for (let call = 0; call < calls; call += 1) {
    try {
      allow(bucket, now);
      passed += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
  }
  return passed;
}

test('a burst passes, then the steady rate', () => {
  const bucket = fullBucket(0);
  expect(allowed(1000, bucket, 0)).toBe(300);
  expect(allowed(1000, bucket, 1000)).toBe(120);
  expect(bucket.refused).toBe(1580);
});

test('the refusal says when to come back', () => {
  const bucket = { tokens: 0, at: 0, refused: 0 };
  expect(() => allow(bucket, 0)).toThrow(
    expect.objectContaining({ code: 'tooMany', details: { retryAfterMs: 9 } }),
  );
});
