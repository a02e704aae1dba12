import { expect, test } from 'vitest';
import { readRetryAfter } from './api-client.ts';

test('reads how long to wait, in seconds or as a date', () => {
  const now = Date.parse('2026-03-01T10:00:00Z');
  expect(readRetryAfter('7', now)).toBe(7_000);
  expect(readRetryAfter('Sun, 01 Mar 2026 10:00:30 GMT', now)).toBe(30_000);
  expect(readRetryAfter('Sun, 01 Mar 2026 09:00:00 GMT', now)).toBe(0);
  expect(readRetryAfter('soon', now)).toBeUndefined();
  expect(readRetryAfter(null, now)).toBeUndefined();
});
