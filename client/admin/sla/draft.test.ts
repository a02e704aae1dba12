import { expect, test } from 'vitest';
import type { SlaCalendarId } from '#shared/contract/ids.ts';
import { saveSlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';
import {
  alike,
  calendarMistakes,
  fromCalendarDraft,
  fromClock,
  isRight,
  newCalendar,
  newHoliday,
  newPolicy,
  nextSpan,
  policyMistakes,
  toCalendarDraft,
  toClock,
} from './draft.ts';

const calendarId = '00000000-0000-4000-8000-000000000001' as SlaCalendarId;

test('a new calendar lacks a name alone, and comes back from the hub as it was', () => {
  const draft = { ...newCalendar('Europe/Paris'), name: 'Office' };
  expect(isRight(calendarMistakes({ ...draft, name: ' ' }))).toBe(false);
  expect(isRight(calendarMistakes(draft))).toBe(true);
  const saved = { ...saveSlaCalendar.input.parse(fromCalendarDraft(draft)), updatedAt: '' };
  expect(fromCalendarDraft(toCalendarDraft(saved))).toEqual(fromCalendarDraft(draft));
});

test('a calendar needs hours in their order, and holidays with a name', () => {
  const draft = { ...newCalendar('UTC'), name: 'Office' };
  const day = (...spans: ReturnType<typeof nextSpan>[]) => draft.hours.with(0, spans);
  const span = nextSpan([]);
  expect(calendarMistakes({ ...draft, hours: draft.hours.map(() => []) }).hours).toBe(true);
  expect(calendarMistakes({ ...draft, hours: day(span, span) }).days).toBe(true);
  expect(calendarMistakes({ ...draft, hours: day(span, nextSpan([span])) }).days).toBe(false);
  expect(calendarMistakes({ ...draft, hours: day({ ...span, to: span.from }) }).days).toBe(true);
  expect(calendarMistakes({ ...draft, holidays: [newHoliday('2026-12-25')] }).holidays).toBe(true);
});

test('times are written as on a clock; the end of a day is midnight', () => {
  expect([0, 570, 1_440].map(toClock)).toEqual(['00:00', '09:30', '00:00']);
  expect(fromClock('09:30', 'from')).toBe(570);
  expect(fromClock('00:00', 'from')).toBe(0);
  expect(fromClock('00:00', 'to')).toBe(1_440);
  expect(fromClock('', 'to')).toBeUndefined();
});

test('a policy needs a name, a calendar and something to promise', () => {
  const draft = { ...newPolicy(calendarId), name: 'Gold' };
  expect(isRight(policyMistakes(draft))).toBe(true);
  expect(saveSlaPolicy.input.safeParse(draft).success).toBe(true);
  expect(policyMistakes({ ...draft, calendarId: null }).calendar).toBe(true);
  const none = { responseMinutes: null, solveMinutes: null };
  const targets = { low: none, normal: none, high: none, critical: none };
  expect(policyMistakes({ ...draft, targets }).targets).toBe(true);
  expect(alike({ ...targets, critical: draft.targets.critical })).toEqual([
    { priorities: ['critical'], target: draft.targets.critical },
    { priorities: ['high', 'normal', 'low'], target: none },
  ]);
});
