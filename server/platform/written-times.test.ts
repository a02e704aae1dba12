import { expect, test } from 'vitest';
import { readWrittenTime } from './written-times.ts';

const paris = { timeZone: 'Europe/Paris', dayFirst: true };

test.each([
  ['2026-01-15T10:00:00Z', '2026-01-15T10:00:00.000Z'],
  ['2026-01-15 10:00:00+02:00', '2026-01-15T08:00:00.000Z'],
  ['2026-01-15 10:00', '2026-01-15T09:00:00.000Z'],
  ['2026-07-15 10:00:30', '2026-07-15T08:00:30.000Z'],
  ['15/01/2026', '2026-01-14T23:00:00.000Z'],
  ['15.07.2026 09:05', '2026-07-15T07:05:00.000Z'],
  ['15/07/2026 9h05', '2026-07-15T07:05:00.000Z'],
  // 29 March: 02:30 is skipped, 25 October: 02:30 comes twice.
  ['2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
  ['2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25 03:00', '2026-10-25T02:00:00.000Z'],
  ['31/06/2026', null],
  ['2026-01-15 25:00', null],
  ['15/01/26', null],
  ['yesterday', null],
  ['0000-00-00 00:00:00', null],
  ['', null],
])('%j is %j', (text, expected) => {
  expect(readWrittenTime(text, paris)).toBe(expected);
});

test('months come first where they do, and zones behind UTC too', () => {
  const newYork = { timeZone: 'America/New_York', dayFirst: false };
  expect(readWrittenTime('7/4/2026 9:05 PM', newYork)).toBe('2026-07-05T01:05:00.000Z');
  expect(readWrittenTime('7/4/2026 12:00 am', newYork)).toBe('2026-07-04T04:00:00.000Z');
  expect(readWrittenTime('2026-11-01 01:30', newYork)).toBe('2026-11-01T05:30:00.000Z');
});
