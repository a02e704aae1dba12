import type { InputOf } from '#shared/contract/define.ts';
import type { SlaCalendarId, SlaPolicyId } from '#shared/contract/ids.ts';
import type { SlaCalendar, SlaPolicy, saveSlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';
import { TicketPriority } from '#shared/contract/tickets.ts';
import { newUuid } from '../../app/uuid.ts';

export type Span = SlaCalendar['hours'][number][number];
type Holiday = SlaCalendar['holidays'][number];
/** Spans and holidays while they are written have keys: they have nothing else that stays. */
export type Keyed<T> = T & { key: string };
export type CalendarDraft = Omit<InputOf<typeof saveSlaCalendar>, 'hours' | 'holidays'> & {
  hours: Keyed<Span>[][];
  holidays: Keyed<Holiday>[];
};
/** Without a calendar while none is chosen. */
export type PolicyDraft = Omit<InputOf<typeof saveSlaPolicy>, 'calendarId'> & {
  calendarId: SlaCalendarId | null;
};
export type Target = SlaPolicy['targets'][TicketPriority];

/** The most urgent first. */
export const priorities = TicketPriority.options.toReversed();

const withKey = <T extends object>(value: T): Keyed<T> => ({ ...value, key: newUuid() });
const withoutKey = <T extends object>(keyed: Keyed<T>) => {
  const { key: _, ...value } = keyed;
  return value;
};

// --- calendars -----------------------------------------------------------------------------------

const [nine, noon, five, midnight] = [9 * 60, 12 * 60, 17 * 60, 24 * 60];
const saturday = 5;

export const newCalendar = (timeZone: string): CalendarDraft => ({
  id: newUuid() as SlaCalendarId,
  name: '',
  timeZone,
  hours: Array.from({ length: 7 }, (_, day) => (day < saturday ? [withKey({ from: nine, to: five })] : [])),
  holidays: [],
});

export function toCalendarDraft(saved: SlaCalendar): CalendarDraft {
  const { updatedAt: _, hours, holidays, ...calendar } = saved;
  return {
    ...calendar,
    hours: hours.map((spans) => spans.map(withKey)),
    holidays: holidays.map(withKey),
  };
}

export const fromCalendarDraft = (draft: CalendarDraft): InputOf<typeof saveSlaCalendar> => ({
  ...draft,
  hours: draft.hours.map((spans) => spans.map(withoutKey)),
  holidays: draft.holidays.map(withoutKey).toSorted((a, b) => a.date.localeCompare(b.date)),
});

/** Behind what there is of a day: the rest of it, or its usual hours. */
export function nextSpan(spans: readonly Span[]): Keyed<Span> {
  const last = spans.at(-1);
  if (!last) return withKey({ from: nine, to: five });
  const from = Math.min(Math.max(last.to, noon), midnight - 60);
  return withKey({ from, to: Math.max(five, from + 60) });
}
export const newHoliday = (date: string): Keyed<Holiday> => withKey({ date, yearly: false, name: '' });

export const isDayRight = (spans: readonly Span[]): boolean =>
  spans.every(({ from, to }, at) => from < to && from >= (spans[at - 1]?.to ?? 0));

export const calendarMistakes = ({ name, hours, holidays }: CalendarDraft) => ({
  name: name.trim() === '',
  hours: hours.every((spans) => spans.length === 0),
  days: hours.some((spans) => !isDayRight(spans)),
  holidays: holidays.some((holiday) => holiday.name.trim() === '' || holiday.date === ''),
});

/** As a field for times has it: 09:30. The end of a day is its midnight. */
export const toClock = (minutes: number): string =>
  [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Of the end of a span `00:00` is the end of the day. Undefined while it is not written out. */
export function fromClock(text: string, edge: keyof Span): number | undefined {
  const [hours, minutes] = text.split(':').map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return undefined;
  const all = hours * 60 + minutes;
  return all === 0 && edge === 'to' ? midnight : all;
}

// --- policies ------------------------------------------------------------------------------------

const target = (responseMinutes: number, solveMinutes: number): Target => ({ responseMinutes, solveMinutes });

export const newPolicy = (calendarId: SlaCalendarId | null): PolicyDraft => ({
  id: newUuid() as SlaPolicyId,
  name: '',
  enabled: true,
  calendarId,
  companyIds: [],
  queueIds: [],
  targets: {
    low: target(8 * 60, 40 * 60),
    normal: target(4 * 60, 24 * 60),
    high: target(2 * 60, 8 * 60),
    critical: target(60, 4 * 60),
  },
  warnPercent: 80,
});

export function toPolicyDraft(saved: SlaPolicy): PolicyDraft {
  const { updatedAt: _, ...policy } = saved;
  return policy;
}

export const policyMistakes = ({ name, calendarId, targets }: PolicyDraft) => ({
  name: name.trim() === '',
  calendar: calendarId === null,
  targets: Object.values(targets).every(
    ({ responseMinutes, solveMinutes }) => responseMinutes === null && solveMinutes === null,
  ),
});

export const isRight = (mistakes: Record<string, boolean>): boolean =>
  !Object.values(mistakes).includes(true);

/** Priorities of which the same is promised, together. */
export function alike(targets: SlaPolicy['targets']): { priorities: TicketPriority[]; target: Target }[] {
  const groups = Map.groupBy(priorities, (priority) => JSON.stringify(targets[priority]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ priorities: group, target: targets[first] }] : [];
  });
}
