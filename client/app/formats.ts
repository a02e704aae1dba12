const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
type Instant = string | number | Date;

/** Formats of one language and time zone. Times arrive as ISO strings. */
export function createFormats(locale: string, timeZone: string | undefined) {
  const make = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(
      locale,
      timeZone === undefined ? options : { ...options, timeZone },
    );
    return (at: Instant) => format.format(new Date(at));
  };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  const date = make({ day: 'numeric', month: 'long', year: 'numeric' });
  const day = make({ weekday: 'long', day: 'numeric', month: 'long' });
  const calendar = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const shortDay = (at: Instant) => calendar.format(new Date(at));
  const time = make({ hour: '2-digit', minute: '2-digit' });
  const moment = make({
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const hours = new Intl.DateTimeFormat('en', {
    hour: 'numeric',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const ago = (at: Instant, now = Date.now()): string => {
    const minutes = Math.round((new Date(at).getTime() - now) / minuteMs);
    const size = Math.abs(minutes);
    if (size === 0) return relative.format(0, 'second');
    if (size < 60) return relative.format(minutes, 'minute');
    if (size < 24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
    if (size < 30 * 24 * 60) return relative.format(Math.round((minutes * minuteMs) / dayMs), 'day');
    return date(at);
  };
  const short = (unit: 'minute' | 'hour' | 'day') => {
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' });
    return (size: number) => format.format(Math.floor(size));
  };
  const [minutes, hoursLong, days] = [short('minute'), short('hour'), short('day')];
  /** A length of time of even width for lists: 5m, 3h, 12d. */
  const duration = (ms: number): string => {
    const size = Math.max(0, ms) / minuteMs;
    if (size < 60) return minutes(size);
    return size < 48 * 60 ? hoursLong(size / 60) : days(size / (24 * 60));
  };
  const megabytes = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'megabyte',
    maximumSignificantDigits: 2,
  });
  const kilobytes = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 0,
  });
  return {
    date,
    day,
    /** Of a file: 12 kB, 3.4 MB. */
    fileSize: (size: number) =>
      size < 1_000_000 ? kilobytes.format(Math.max(1, size / 1_000)) : megabytes.format(size / 1_000_000),
    time,
    /** Of a date without a clock: 3 Mar. */
    shortDay,
    /** Short and of even width, for lists: 03 Mar 2026, 14:05. */
    moment,
    dateTime: (at: Instant) => `${date(at)} ${time(at)}`,
    ago,
    duration,
    /** How long ago. */
    age: (at: Instant, now = Date.now()) => duration(now - new Date(at).getTime()),
    /** 0 to 23. */
    hour: (at: Instant) => Number(hours.format(new Date(at))),
  };
}
export type Formats = ReturnType<typeof createFormats>;
