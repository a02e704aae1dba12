import { readTime } from './foreign-times.ts';

/** How days are written where the year does not come first. */
type Written = { timeZone: string; dayFirst: boolean };

const numbers =
  /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T, ]+(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?([ap])\.?m\.?)?)?$/i;

/** A time as tables have it: ISO with a zone, or the clock of `timeZone`; null for what is none. */
export function readWrittenTime(text: string, { timeZone, dayFirst }: Written): string | null {
  const words = text.trim();
  if (/\d(Z|[+-]\d\d:?\d\d)$/.test(words)) return readTime(words);
  const [, first = '', second = '', third = '', hour = '0', minute = '0', seconds = '0', half] =
    numbers.exec(words) ?? [];
  const isYearFirst = first.length === 4;
  if (!isYearFirst && third.length !== 4) return null;
  const [year, month, day] = isYearFirst
    ? [first, second, third]
    : dayFirst
      ? [third, second, first]
      : [third, first, second];
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const parts = [Number(year), Number(month), Number(day), hours, Number(minute), Number(seconds)] as const;
  const clock = utc(...parts);
  // There is no 31 June, and no 25th hour.
  const isReal = new Date(clock).toISOString().startsWith(isoOf(parts));
  return isReal && parts[0] >= 1970 ? new Date(clock - offsetAt(clock, timeZone)).toISOString() : null;
}

const utc = (...[year, month, day, hour, minute, second]: Parts) =>
  Date.UTC(year, month - 1, day, hour, minute, second);
type Parts = readonly [number, number, number, number, number, number];
const isoOf = ([year, month, day, hour, minute, second]: Parts) => {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
};

/** How far the clocks of a zone are ahead when they show this. Of an hour that they show twice it is the first one. */
function offsetAt(clock: number, timeZone: string): number {
  const guess = offsetOf(clock, timeZone);
  const before = offsetOf(clock - Math.max(guess, 0) - 3_600_000, timeZone);
  return offsetOf(clock - before, timeZone) === before ? before : offsetOf(clock - guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function offsetOf(time: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = utc(part('year'), part('month'), part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(time / 1_000) * 1_000;
}
