import type { AuditSearch } from './audit-search.ts';

/** The offset of a zone at a moment, in milliseconds. */
function offsetOf(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - at.getTime();
}

/** Midnight at the start of the day, or of the day `days` later, in the zone. */
export function dayStart(day: string, timeZone: string, days = 0): string {
  const noon = new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);
  const guess = new Date(noon.getTime() - offsetOf(noon, timeZone));
  // Once more: the offset there may differ from the one at UTC's midnight.
  return new Date(noon.getTime() - offsetOf(guess, timeZone)).toISOString();
}

/** What the hub is asked for. `to` includes its day. */
export const toFilter = ({ action, by, text, from, to }: AuditSearch, timeZone: string) => ({
  ...(action !== undefined && { action }),
  ...(by !== undefined && { actorId: by }),
  ...(text !== undefined && { text }),
  ...(from !== undefined && { from: dayStart(from, timeZone) }),
  ...(to !== undefined && { to: dayStart(to, timeZone, 1) }),
});

export const isFiltered = ({ action, by, text, from, to }: AuditSearch): boolean =>
  [action, by, text, from, to].some((part) => part !== undefined);
