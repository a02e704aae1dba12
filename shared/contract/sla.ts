import * as z from 'zod';
import { TimeZone } from './accounts.ts';
import { command, event, line, Nothing, Timestamp } from './define.ts';
import { CompanyId, QueueId, SlaCalendarId, SlaPolicyId } from './ids.ts';

// Service levels: how soon the desk answers and solves, in working time.

/** The first public reply of an employee; the end of the ticket. */
export const SlaGoal = z.enum(['response', 'solve']);
export type SlaGoal = z.infer<typeof SlaGoal>;
/** `warning`: most of the time is over. `breach`: all of it. */
export const SlaLevel = z.enum(['warning', 'breach']);
export type SlaLevel = z.infer<typeof SlaLevel>;

/** One of the clocks of a ticket. It runs (`since`), has ended (`endedAt`), or rests: it is the customer's turn, or nothing counts. */
export const SlaClock = z.object({
  /** Working minutes that are promised; null: none. */
  minutes: z.int().nullable(),
  /** Working milliseconds that passed before `since`, or altogether. */
  usedMs: z.int(),
  since: Timestamp.nullable(),
  /** When to warn and when the time is over, while it runs to a promise. */
  warnAt: Timestamp.nullable(),
  dueAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
  /** What the desk has been told of already. */
  told: SlaLevel.nullable(),
});
export type SlaClock = z.infer<typeof SlaClock>;
/** null as `policyId`: no policy applies at the moment. */
export const TicketSla = z.object({
  /** Of the policies and calendars that it was reckoned by. */
  revision: z.int(),
  policyId: SlaPolicyId.nullable(),
  calendarId: SlaCalendarId.nullable(),
  response: SlaClock,
  solve: SlaClock,
});
export type TicketSla = z.infer<typeof TicketSla>;

const clocksOf = (sla: TicketSla | null): SlaClock[] => (sla ? [sla.response, sla.solve] : []);
const earliest = (times: readonly (string | null)[]): string | null =>
  times.filter((time) => time !== null).toSorted()[0] ?? null;
/** The next end of what is promised and runs. */
export const slaDueAt = (sla: TicketSla | null): string | null =>
  earliest(clocksOf(sla).map(({ dueAt }) => dueAt));
export const slaWarnAt = (sla: TicketSla | null): string | null =>
  earliest(clocksOf(sla).map(({ warnAt }) => warnAt));
/** It ended or rests and took longer than was promised. What runs is late from `dueAt` on. */
export const isLate = ({ minutes, usedMs }: SlaClock): boolean =>
  minutes !== null && usedMs >= minutes * 60_000;

/** What was promised was not kept, whether the clock runs still or not; null: nothing was promised. */
export const isBreached = (clock: SlaClock, now: string): boolean | null =>
  clock.minutes === null ? null : isLate(clock) || (clock.dueAt !== null && clock.dueAt <= now);

/** Of a ticket: a promised time is over, or nearly so. */
export const SlaState = z.enum(['breached', 'soon']);
export type SlaState = z.infer<typeof SlaState>;
export function slaStateOf(sla: TicketSla | null, now: string): SlaState | undefined {
  const [dueAt, warnAt] = [slaDueAt(sla), slaWarnAt(sla)];
  if (dueAt !== null && dueAt <= now) return 'breached';
  return warnAt !== null && warnAt <= now ? 'soon' : undefined;
}

// --- calendars -----------------------------------------------------------------------------------

export const maxSpansPerDay = 6;
export const maxHolidays = 200;
const minutesOfDay = 24 * 60;
/** In minutes since midnight by the clocks on the wall. */
const Span = z
  .object({ from: z.int().min(0).max(minutesOfDay), to: z.int().min(0).max(minutesOfDay) })
  .refine(({ from, to }) => from < to, 'an end after its beginning');
const Day = z
  .array(Span)
  .max(maxSpansPerDay)
  .refine(
    (spans) => spans.every(({ from }, at) => at === 0 || from >= (spans[at - 1]?.to ?? 0)),
    'one after the other',
  );
const Holiday = z.object({
  date: z.iso.date(),
  /** The same day every year. */
  yearly: z.boolean(),
  name: line(80),
});
const NewCalendar = z.object({
  /** Made by whoever writes it: saving again changes it. */
  id: SlaCalendarId,
  name: line(80),
  timeZone: TimeZone,
  /** From Monday to Sunday. */
  hours: z
    .array(Day)
    .length(7)
    .refine((days) => days.some((spans) => spans.length > 0), 'some working hours'),
  holidays: z.array(Holiday).max(maxHolidays),
});
export const SlaCalendar = z.object({ ...NewCalendar.shape, updatedAt: Timestamp });
export type SlaCalendar = z.infer<typeof SlaCalendar>;

// --- policies ------------------------------------------------------------------------------------

/** 90 days around the clock. */
export const maxSlaMinutes = 90 * minutesOfDay;
const Minutes = z.int().min(1).max(maxSlaMinutes).nullable();
const Target = z.object({ responseMinutes: Minutes, solveMinutes: Minutes });
const NewPolicy = z.object({
  /** Made by whoever writes it: saving again changes it. */
  id: SlaPolicyId,
  name: line(80),
  enabled: z.boolean(),
  calendarId: SlaCalendarId,
  /** Of these companies, or (empty) of everybody. */
  companyIds: z.array(CompanyId).max(200),
  /** In these queues, or (empty) in all. */
  queueIds: z.array(QueueId).max(50),
  /** By priority, in working minutes. */
  targets: z.object({ low: Target, normal: Target, high: Target, critical: Target }),
  /** The desk is warned when so much of the time is over. */
  warnPercent: z.int().min(10).max(99),
});
/**
 * To a ticket applies one: of those that name its company the one that names its queue, then one of any queue; then one that names its
 * queue alone, then one of everything. Of two alike the first by name.
 */
export const SlaPolicy = z.object({ ...NewPolicy.shape, updatedAt: Timestamp });
export type SlaPolicy = z.infer<typeof SlaPolicy>;

export const maxSlaPolicies = 100;
export const maxSlaCalendars = 50;

/** By name. For administrators, as everything here. */
export const getSla = command(
  'sla:get',
  Nothing,
  z.object({ policies: z.array(SlaPolicy), calendars: z.array(SlaCalendar) }),
);
/** Open tickets follow within a minute or two. */
export const saveSlaPolicy = command('sla:savePolicy', NewPolicy, SlaPolicy);
export const deleteSlaPolicy = command('sla:deletePolicy', z.object({ policyId: SlaPolicyId }), Nothing);
export const saveSlaCalendar = command('sla:saveCalendar', NewCalendar, SlaCalendar);
/** `conflict`, reason `inUse`, while a policy goes by it. */
export const deleteSlaCalendar = command(
  'sla:deleteCalendar',
  z.object({ calendarId: SlaCalendarId }),
  Nothing,
);

/** To employees: policies or calendars are others now. */
export const slaChanged = event('sla:changed', Nothing);
/** To employees: what is promised of open tickets is another thing now, and no entry says so. Ask again for what is shown. */
export const slaReckoned = event('sla:reckoned', Nothing);
