import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SlaCalendar } from '#shared/contract/sla.ts';
import { createWorkingTime, instantOf } from './working-time.ts';

type Rules = Pick<SlaCalendar, 'timeZone' | 'hours' | 'holidays'>;
const [hourMs, dayMs] = [3_600_000, 86_400_000];
const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();
const weekdays = (spans: Rules['hours'][number]) =>
  Array.from({ length: 7 }, (_, day) => (day < 5 ? spans : []));
const always = Array.from({ length: 7 }, () => [{ from: 0, to: 24 * 60 }]);
/** 9 to 12 and 13 to 17, Monday to Friday, in Paris. */
const office: Rules = {
  timeZone: 'Europe/Paris',
  hours: weekdays([
    { from: 9 * 60, to: 12 * 60 },
    { from: 13 * 60, to: 17 * 60 },
  ]),
  holidays: [
    { date: '2020-12-25', yearly: true, name: 'Christmas' },
    { date: '2026-05-25', yearly: false, name: 'Whit Monday' },
  ],
};
const roundTheClock = (timeZone: string): Rules => ({ timeZone, hours: always, holidays: [] });

describe('working time', () => {
  test.each([
    // A Wednesday; Paris is an hour ahead.
    ['within a span', '2026-03-04T08:30:00.000Z', 1, '2026-03-04T09:30:00.000Z'],
    ['over the break', '2026-03-04T10:30:00.000Z', 1, '2026-03-04T12:30:00.000Z'],
    ['before work', '2026-03-04T03:00:00.000Z', 1, '2026-03-04T09:00:00.000Z'],
    ['over the night', '2026-03-04T15:00:00.000Z', 2, '2026-03-05T09:00:00.000Z'],
    ['over the weekend and into summer time', '2026-03-27T15:00:00.000Z', 2, '2026-03-30T08:00:00.000Z'],
    ['over a holiday of every year', '2026-12-24T15:00:00.000Z', 2, '2026-12-28T09:00:00.000Z'],
    ['over a holiday of this year', '2026-05-22T14:00:00.000Z', 2, '2026-05-26T08:00:00.000Z'],
    [
      'and ends with a span, not with the next one',
      '2026-03-04T08:00:00.000Z',
      3,
      '2026-03-04T11:00:00.000Z',
    ],
  ])('goes on %s', (_, since, hours, until) => {
    const { add, between } = createWorkingTime(office);
    expect(iso(add(at(since), hours * hourMs))).toBe(until);
    expect(between(at(since), at(until))).toBe(hours * hourMs);
  });

  test.each([
    ['Europe/Paris', '2026-03-28T23:00:00Z', 23],
    ['Europe/Paris', '2026-10-24T22:00:00Z', 25],
    ['Asia/Kolkata', '2026-03-28T18:30:00Z', 24],
    // Half an hour.
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', 24.5],
    ['America/Sao_Paulo', '2018-11-04T03:00:00Z', 23],
    ['America/Sao_Paulo', '2018-02-17T02:00:00Z', 25],
  ])('a whole day in %s from %s has %d hours', (timeZone, start, hours) => {
    const wall = at(start) + hours * hourMs;
    const { add, between } = createWorkingTime(roundTheClock(timeZone));
    expect(between(at(start), wall)).toBe(hours * hourMs);
    // Just that day of the week: what is before and after does not count.
    const weekday = (new Date(at(start) + 12 * hourMs).getUTCDay() + 6) % 7;
    const hoursOfDay = always.map((spans, day) => (day === weekday ? spans : []));
    const one = createWorkingTime({ timeZone, hours: hoursOfDay, holidays: [] });
    expect(one.between(at(start) - dayMs, wall + dayMs)).toBe(hours * hourMs);
    expect(add(at(start), hours * hourMs)).toBe(wall);
  });

  test('a day that a zone left out has none', () => {
    const { between } = createWorkingTime(roundTheClock('Pacific/Apia'));
    // 30 December 2011 did not come.
    expect(between(at('2011-12-29T10:00:00Z'), at('2011-12-30T10:00:00Z'))).toBe(dayMs);
    expect(instantOf(at('2011-12-30T12:00:00Z'), 'Pacific/Apia')).toBe(at('2011-12-30T10:00:00Z'));
  });

  test('a time on the wall that comes twice is the first, one that is left out the leap', () => {
    expect(instantOf(at('2026-10-25T02:30:00Z'), 'Europe/Paris')).toBe(at('2026-10-25T00:30:00Z'));
    expect(instantOf(at('2026-03-29T02:30:00Z'), 'Europe/Paris')).toBe(at('2026-03-29T01:00:00Z'));
  });

  test('that never comes is at the horizon and not searched for ever', () => {
    const { add } = createWorkingTime({ ...office, hours: [[{ from: 0, to: 1 }], [], [], [], [], [], []] });
    expect(add(at('2026-01-01T00:00:00Z'), 1_000 * hourMs)).toBeGreaterThan(at('2030-12-31T00:00:00Z'));
  });
});

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Chatham',
  'UTC',
];
const anyDay = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 2, maxLength: 8 })
  .map((edges) => edges.toSorted((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((from, n) => {
      const to = edges[n + 1];
      return n % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    }),
  );
const anyRules = fc.record({
  timeZone: fc.constantFrom(...zones),
  hours: fc.tuple(...Array.from({ length: 7 }, () => anyDay)),
  holidays: fc.array(
    fc.record({
      date: fc.integer({ min: at('2026-01-01'), max: at('2027-12-31') }).map((day) => iso(day).slice(0, 10)),
      yearly: fc.boolean(),
      name: fc.constant('a day'),
    }),
    { maxLength: 20 },
  ),
});
const anyInstant = fc.integer({ min: at('2026-01-01'), max: at('2027-12-31') });
const anyLength = fc.integer({ min: 0, max: 60 * hourMs });

describe('whatever the calendar', () => {
  test('what was added is what lies between', () => {
    fc.assert(
      fc.property(anyRules, anyInstant, anyLength, (rules, since, ms) => {
        const { add, between } = createWorkingTime(rules);
        expect(between(since, add(since, ms))).toBe(ms);
        if (ms > 0) expect(between(since, add(since, ms) - 1)).toBe(ms - 1);
      }),
    );
  });

  test('later stays later, more stays more, and parts make the whole', () => {
    fc.assert(
      fc.property(anyRules, anyInstant, anyLength, anyLength, (rules, since, first, second) => {
        const { add, between } = createWorkingTime(rules);
        const middle = add(since, first);
        expect(add(middle, second)).toBe(add(since, first + second));
        expect(add(since + first, second)).toBeGreaterThanOrEqual(add(since, second));
        const end = since + first + second;
        expect(between(since, since + first) + between(since + first, end)).toBe(between(since, end));
      }),
    );
  });
});
