/** A time of another system, which means UTC where it names no zone; null for what is none. */
export function readTime(text: string | null | undefined): string | null {
  if (!text) return null;
  const iso = text.trim().replace(' ', 'T');
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
  const year = time.getUTCFullYear();
  return year >= 1970 && year < 10_000 ? time.toISOString() : null;
}

/** Of those that are known. */
export const latest = (first: string, ...others: (string | null)[]): string =>
  others.reduce<string>((late, time) => (time !== null && time > late ? time : late), first);

/** Clocks differ: nothing happens to a ticket before it is there. */
export const notBefore = (start: string, time: string | null): string | null =>
  time === null ? null : latest(start, time);
