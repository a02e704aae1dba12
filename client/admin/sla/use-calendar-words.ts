import { useTranslation } from 'react-i18next';
import type { SlaCalendar } from '#shared/contract/sla.ts';
import { regional } from '../../app/time.ts';

/** 5 January 2026 was a Monday. */
const monday = Date.UTC(2026, 0, 5);
const [minuteMs, dayMs] = [60_000, 86_400_000];
const dayMinutes = 24 * 60;

/** The days of the week from Monday, in the person's language. */
export function useWeekdays(length: 'long' | 'short'): string[] {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, { weekday: length, timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, day) => format.format(monday + day * dayMs));
}

/** A calendar in words: days that are alike together, then where it is and how many holidays there are. */
export function useCalendarWords({ hours, timeZone, holidays }: SlaCalendar): {
  hours: string;
  rest: string;
} {
  const { t, i18n } = useTranslation('sla');
  const days = useWeekdays('short');
  const clock = new Intl.DateTimeFormat(regional(i18n.language), {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  const timesOf = (spans: SlaCalendar['hours'][number]) =>
    spans
      .map(({ from, to }) =>
        to - from === dayMinutes
          ? t('calendars.allDay')
          : `${clock.format(from * minuteMs)}–${clock.format(to * minuteMs)}`,
      )
      .join(', ');
  const runs: { first: number; last: number; times: string }[] = [];
  hours.forEach((spans, day) => {
    const times = timesOf(spans);
    const run = runs.at(-1);
    if (run?.times === times) run.last = day;
    else runs.push({ first: day, last: day, times });
  });
  return {
    hours: runs
      .filter(({ times }) => times !== '')
      .map(
        ({ first, last, times }) =>
          `${first === last ? days[first] : `${days[first]}–${days[last]}`} ${times}`,
      )
      .join(' · '),
    rest: t('calendars.rest', { zone: timeZone.replaceAll('_', ' '), count: holidays.length }),
  };
}
