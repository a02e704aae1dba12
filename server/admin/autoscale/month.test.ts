import { expect, test } from 'vitest';
import { monthOf } from './month.ts';

test.each([
  ['2026-01-01T00:00:00Z', { name: '2026-01', seconds: 31 * 86_400, left: 1 }],
  ['2026-02-15T00:00:00Z', { name: '2026-02', seconds: 28 * 86_400, left: 0.5 }],
  ['2028-02-29T00:00:00Z', { name: '2028-02', seconds: 29 * 86_400, left: 1 / 29 }],
])('%s', (now, month) => {
  const found = monthOf(new Date(now));
  expect(found).toMatchObject({ name: month.name, seconds: month.seconds });
  expect(found.left).toBeCloseTo(month.left, 10);
});
