import { offsetOf } from '#shared/time-zone.ts';
import type { AuditSearch } from './audit-search.ts';

/** Midnight at the start of the day, or of the day `days` later, in the zone. */
export function dayStart(day: string, timeZone: string, days = 0): string {
  const noon = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  const guess = noon - offsetOf(noon, timeZone);
  // Once more: the offset there may differ from the one at UTC's midnight.
  return new Date(noon - offsetOf(guess, timeZone)).toISOString();
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
