import type { SlaCalendar } from '#shared/contract/sla.ts';
import { offsetOf } from '#shared/time-zone.ts';

type Rules = Pick<SlaCalendar, 'timeZone' | 'hours' | 'holidays'>;
/** From one instant up to another, in milliseconds of the epoch. */
type Span = { from: number; to: number };

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** No answer lies further away: a calendar may have little time to work. */
export const horizonDays = 5 * 366;
const maxKept = 4_000;

/** Time that counts: hours of work by the clocks on the wall, whatever these do. */
export function createWorkingTime({ timeZone, hours, holidays }: Rules) {
  const free = new Set(holidays.map(({ date, yearly }) => (yearly ? date.slice(5) : date)));
  /** Many tickets ask for the same days. */
  const kept = new Map<number, readonly Span[]>();

  /** Days are counted from 1 January 1970, as the zone has them. */
  const dayOf = (at: number): number => Math.floor((at + offsetOf(at, timeZone)) / dayMs);

  function spansOf(day: number): readonly Span[] {
    const known = kept.get(day);
    if (known) return known;
    const date = new Date(day * dayMs).toISOString().slice(0, 10);
    const isFree = free.has(date) || free.has(date.slice(5));
    // 1 January 1970 was a Thursday.
    const wall = isFree ? [] : (hours[(day + 3) % 7] ?? []);
    const spans = wall.map(({ from, to }) => ({
      from: instantOf(day * dayMs + from * minuteMs, timeZone),
      to: instantOf(day * dayMs + to * minuteMs, timeZone),
    }));
    if (kept.size >= maxKept) kept.clear();
    kept.set(day, spans);
    return spans;
  }

  return {
    /** The working time between two instants; none when the second is the earlier one. */
    between(from: number, to: number): number {
      let sum = 0;
      for (let day = dayOf(from); day <= dayOf(to); day += 1)
        for (const span of spansOf(day))
          sum += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
      return sum;
    },

    /** When so much working time has passed since an instant: the first moment at which it has. */
    add(since: number, ms: number): number {
      if (ms <= 0) return since;
      let left = ms;
      const first = dayOf(since);
      for (let day = first; day < first + horizonDays; day += 1)
        for (const span of spansOf(day)) {
          const from = Math.max(span.from, since);
          const length = Math.max(0, span.to - from);
          if (left <= length) return from + left;
          left -= length;
        }
      return since + horizonDays * dayMs;
    },
  };
}
export type WorkingTime = ReturnType<typeof createWorkingTime>;

/**
 * The first moment at which the clocks of a zone show a time (given as if it were UTC) or a later one: of a time that comes twice
 * the first, of one that is left out the moment of the leap. So what is later on the wall is never earlier in truth.
 */
export function instantOf(wall: number, timeZone: string): number {
  const [before, after] = [offsetOf(wall - dayMs, timeZone), offsetOf(wall + dayMs, timeZone)];
  const early = wall - before;
  if (before === after || offsetOf(early, timeZone) === before) return early;
  const late = wall - after;
  if (offsetOf(late, timeZone) === after) return late;
  return leapWithin(late, early, after, timeZone);
}

/** The clocks leap forward between two moments, to this offset. */
function leapWithin(from: number, to: number, offset: number, timeZone: string): number {
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetOf(middle, timeZone) === offset) after = middle;
    else before = middle;
  }
  return after;
}
