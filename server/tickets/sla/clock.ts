import type { SlaCalendarId, SlaPolicyId } from '#shared/contract/ids.ts';
import {
  isBreached,
  isLate,
  type SlaClock,
  SlaGoal,
  type SlaLevel,
  type TicketSla,
} from '#shared/contract/sla.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { isOver } from '../life.ts';
import type { WorkingTime } from './working-time.ts';

/** What the desk promises of a ticket, by the policy that applies to it. */
export type Promised = {
  policyId: SlaPolicyId;
  calendarId: SlaCalendarId;
  calendar: WorkingTime;
  minutes: Record<SlaGoal, number | null>;
  warnPercent: number;
};
type Facts = Pick<Ticket, 'status' | 'firstResponseAt'>;
type Phase = 'runs' | 'rests' | 'ended';
type Reckoning = {
  revision: number;
  promised: Promised | undefined;
  /** By which the time since the last change counts. */
  calendarOf(id: SlaCalendarId): WorkingTime | undefined;
  at: string;
};

const minuteMs = 60_000;
const iso = (at: number): string => new Date(at).toISOString();

/** A promise holds from when the hub knows of both, the ticket and the policy: what was before does not count. */
const unused: SlaClock = {
  minutes: null,
  usedMs: 0,
  since: null,
  warnAt: null,
  dueAt: null,
  endedAt: null,
  told: null,
};

/** Nobody who waits for the customer is late with the solution; with the first answer they are. */
const phases: Record<SlaGoal, (ticket: Facts) => Phase> = {
  response: (ticket) => (ticket.firstResponseAt !== null || isOver(ticket) ? 'ended' : 'runs'),
  solve: (ticket) => (isOver(ticket) ? 'ended' : ticket.status === 'waiting' ? 'rests' : 'runs'),
};

/** The clocks of a ticket after it changed, or after the policies did. */
export function reckon(ticket: Facts, before: TicketSla | null, reckoning: Reckoning): TicketSla | null {
  const { promised, revision, calendarOf, at } = reckoning;
  if (!before && !promised) return revision === 0 ? null : { ...nothing, revision };
  const { policyId = null, calendarId = null } = promised ?? {};
  const old = before ?? nothing;
  const counted = old.calendarId ? calendarOf(old.calendarId) : undefined;
  const clock = (goal: SlaGoal): SlaClock => {
    const phase = phases[goal](ticket);
    // A first answer that another system tells of is older than the news of it.
    const end = goal === 'response' ? Date.parse(ticket.firstResponseAt ?? at) : Date.parse(at);
    const isNew = old.revision !== revision || old.calendarId !== calendarId;
    const isSame = !isNew && old[goal].minutes === (promised?.minutes[goal] ?? null);
    if (isSame && phaseOf(old[goal]) === phase) return old[goal];
    if (phase === 'ended') return ended(old[goal], counted, end);
    const goesOn = old.calendarId === calendarId && old[goal].since !== null && phase === 'runs';
    const kept = goesOn ? old[goal] : stopped(old[goal], counted, Date.parse(at));
    const next = { ...kept, minutes: promised?.minutes[goal] ?? null, endedAt: null };
    if (phase === 'rests' || !promised) return retold({ ...next, warnAt: null, dueAt: null }, at);
    return retold(running(next, promised, kept.since ?? at), at);
  };
  return { revision, policyId, calendarId, response: clock('response'), solve: clock('solve') };
}

const nothing: TicketSla = {
  revision: 0,
  policyId: null,
  calendarId: null,
  response: unused,
  solve: unused,
};

function phaseOf({ since, endedAt }: SlaClock): Phase {
  if (endedAt !== null) return 'ended';
  return since === null ? 'rests' : 'runs';
}

function stopped(clock: SlaClock, counted: WorkingTime | undefined, at: number): SlaClock {
  const used = clock.since !== null && counted ? counted.between(Date.parse(clock.since), at) : 0;
  return { ...clock, usedMs: clock.usedMs + used, since: null, warnAt: null, dueAt: null };
}

/** What was promised when it ended stays promised. */
function ended(clock: SlaClock, counted: WorkingTime | undefined, end: number): SlaClock {
  if (clock.endedAt !== null) return clock;
  return { ...stopped(clock, counted, end), endedAt: iso(end) };
}

function running(clock: SlaClock, { calendar, warnPercent }: Promised, since: string): SlaClock {
  const { minutes, usedMs } = clock;
  if (minutes === null) return { ...clock, since, warnAt: null, dueAt: null };
  const whenUsed = (ms: number) => iso(calendar.add(Date.parse(since), ms - usedMs));
  const promisedMs = minutes * minuteMs;
  const warnAt = whenUsed(Math.ceil((promisedMs * warnPercent) / 100));
  return { ...clock, since, warnAt, dueAt: whenUsed(promisedMs) };
}

/** What is not so any more, because more is promised now, will be told again when it comes again. */
function retold(clock: SlaClock, at: string): SlaClock {
  const { told, warnAt } = clock;
  if (told === null || isBreached(clock, at)) return clock;
  const isWarned = warnAt === null ? clock.minutes !== null : warnAt <= at;
  return { ...clock, told: isWarned ? 'warning' : null };
}

// --- what the desk is told -----------------------------------------------------------------------

/** What a clock has come to and the desk does not know yet. What stopped in time needs no warning any more. */
export function untold(clock: SlaClock, at: string): SlaLevel | undefined {
  const { told, dueAt, warnAt } = clock;
  if (told === 'breach' || clock.minutes === null) return undefined;
  if (dueAt === null) return isLate(clock) ? 'breach' : undefined;
  if (dueAt <= at) return 'breach';
  return told === null && warnAt !== null && warnAt <= at ? 'warning' : undefined;
}

/** When there is something to tell of a ticket. */
export function tellAt({ sla, updatedAt }: Pick<Ticket, 'sla' | 'updatedAt'>): string | null {
  const times = SlaGoal.options.flatMap((goal) => {
    const clock = sla?.[goal];
    if (!clock || clock.told === 'breach') return [];
    if (clock.dueAt === null) return untold(clock, updatedAt) ? [updatedAt] : [];
    return (clock.told === null && clock.warnAt) || clock.dueAt;
  });
  return times.toSorted()[0] ?? null;
}

export const afterTelling = (sla: TicketSla, goal: SlaGoal, told: SlaLevel): TicketSla => ({
  ...sla,
  [goal]: { ...sla[goal], told },
});
