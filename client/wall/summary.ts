import type { QueueId } from '#shared/contract/ids.ts';
import { TicketImpact, TicketPriority, type TicketStatus } from '#shared/contract/tickets.ts';
import type { AgentLoad, CompanyLoad, TicketHour, WallBoard, WallTicket } from '#shared/contract/wall.ts';

export type Half = 'open' | 'pending';
export const statusesOf: Record<Half, TicketStatus[]> = {
  open: ['new', 'open'],
  pending: ['pending', 'waiting'],
};
export const unsolved: TicketStatus[] = [...statusesOf.open, ...statusesOf.pending];
/** The worst first, as people look for it. */
export const priorities = TicketPriority.options.toReversed();
export const impacts = TicketImpact.options.toReversed();

const linesOfList = 10;
const dayMs = 86_400_000;
export const daysShown = 30;

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);

/** How many tickets the cells of these boards count that pass. */
export const countOf = (
  boards: readonly WallBoard[],
  passes: (cell: WallBoard['cells'][number]) => boolean,
): number => sum(boards.flatMap(({ cells }) => cells.filter(passes).map(({ count }) => count)));

export const countOfStatus = (boards: readonly WallBoard[], ...statuses: TicketStatus[]): number =>
  countOf(boards, ({ status }) => statuses.includes(status));

export type Share = { priority: TicketPriority; count: number; share: number };
/** By priority, each with its part of all that are open (or pending). */
export function sharesOf(boards: readonly WallBoard[], half: Half): Share[] {
  const all = countOfStatus(boards, ...statusesOf[half]);
  return priorities.map((priority) => {
    const count = countOf(
      boards,
      (cell) => cell.priority === priority && statusesOf[half].includes(cell.status),
    );
    return { priority, count, share: all === 0 ? 0 : count / all };
  });
}

/** Mean time to the first response over the last days; null when there was none. */
export function meanResponse(boards: readonly WallBoard[], days: number, now: number): number | null {
  const since = new Date(now - days * dayMs).toISOString();
  const hours = boards.flatMap((board) => board.hours.filter(({ hour }) => hour >= since));
  const responses = sum(hours.map((hour) => hour.responses));
  return responses === 0 ? null : sum(hours.map((hour) => hour.responseMs)) / responses;
}

// --- days ----------------------------------------------------------------------------------------

const formats = new Map<string, Intl.DateTimeFormat>();
/** `2026-03-29` of a moment, where the clock shows the time zone. */
export function dayOf(at: string | number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    formats.set(timeZone, format);
  }
  return format.format(new Date(at));
}

export type Day = { day: string; created: number; closed: number; backlog: number };
/** The last days up to today. The backlog of an evening follows from today's and from what has happened since. */
export function daysOf(boards: readonly WallBoard[], now: number, timeZone: string): Day[] {
  const byDay = Map.groupBy(
    boards.flatMap(({ hours }) => hours),
    ({ hour }) => dayOf(hour, timeZone),
  );
  const of = (day: string, field: Exclude<keyof TicketHour, 'hour'>) =>
    sum((byDay.get(day) ?? []).map((hour) => hour[field]));
  let backlog = countOfStatus(boards, ...unsolved);
  const days: Day[] = [];
  for (const day of lastDays(now, timeZone)) {
    days.unshift({ day, created: of(day, 'created'), closed: of(day, 'closed'), backlog });
    backlog -= of(day, 'created') - of(day, 'solved');
  }
  return days;
}

/** Today first. Steps of half a day: none is left out where a day has 23 or 25 hours. */
function lastDays(now: number, timeZone: string): string[] {
  const days = new Set<string>();
  for (let at = now; days.size < daysShown; at -= dayMs / 2) days.add(dayOf(at, timeZone));
  return [...days];
}

export function countToday(
  boards: readonly WallBoard[],
  field: 'created' | 'closed',
  now: number,
  timeZone: string,
): number {
  const today = dayOf(now, timeZone);
  const hours = boards.flatMap((board) => board.hours.filter(({ hour }) => dayOf(hour, timeZone) === today));
  return sum(hours.map((hour) => hour[field]));
}

// --- who has how many ----------------------------------------------------------------------------

export type ClientLoad = {
  company: CompanyLoad['company'];
  total: number;
  byQueue: ReadonlyMap<QueueId, number>;
};
/** Tickets of each company that are not solved, the most first. */
export function clientsOf(boards: readonly WallBoard[]): ClientLoad[] {
  const loads = boards.flatMap(({ queueId, companies }) =>
    companies.map((load) => ({ ...load, queueId, count: load.open + load.pending })),
  );
  return [...Map.groupBy(loads, ({ company }) => company?.id ?? '').values()]
    .map((of) => ({
      company: of[0]?.company ?? null,
      total: sum(of.map(({ count }) => count)),
      byQueue: new Map(of.map(({ queueId, count }) => [queueId, count])),
    }))
    .toSorted((a, b) => b.total - a.total);
}

/** Tickets of each agent that are not solved, the most first; those that nobody has come before all. */
export function agentsOf(boards: readonly WallBoard[]): AgentLoad[] {
  const loads = boards.flatMap(({ agents }) => agents);
  return [...Map.groupBy(loads, ({ agent }) => agent?.id ?? '').values()]
    .map((of) => ({
      agent: of[0]?.agent ?? null,
      open: sum(of.map(({ open }) => open)),
      pending: sum(of.map(({ pending }) => pending)),
    }))
    .toSorted(
      (a, b) =>
        Number(a.agent !== null) - Number(b.agent !== null) || b.open + b.pending - a.open - a.pending,
    );
}

// --- lists ---------------------------------------------------------------------------------------

const latest = (field: 'createdAt' | 'updatedAt') => (a: WallTicket, b: WallTicket) =>
  a[field] < b[field] ? 1 : -1;

/** One list over all boards, the latest first. */
export function newestOf(boards: readonly WallBoard[], list: 'opened' | 'pending' | 'alerts'): WallTicket[] {
  const by = list === 'pending' ? 'updatedAt' : 'createdAt';
  return boards
    .flatMap(({ lists }) => lists[list])
    .toSorted(latest(by))
    .slice(0, linesOfList);
}

export type Reading = 'owed' | 'old' | 'promised';
/** Since when (or from when on) a ticket counts as late by one reading. */
export const lateSince = (ticket: WallTicket, reading: Reading): string =>
  (reading === 'promised' ? ticket.dueAt : reading === 'owed' ? ticket.waitingSince : null) ??
  ticket.createdAt;

export function lateOf(boards: readonly WallBoard[], reading: Reading): WallBoard['lists'][Reading] {
  return {
    count: sum(boards.map(({ lists }) => lists[reading].count)),
    tickets: boards
      .flatMap(({ lists }) => lists[reading].tickets)
      .toSorted((a, b) => (lateSince(a, reading) < lateSince(b, reading) ? -1 : 1))
      .slice(0, linesOfList),
  };
}

export const changedAtOf = (boards: readonly WallBoard[]): string | null =>
  boards
    .flatMap(({ changedAt }) => changedAt ?? [])
    .toSorted()
    .at(-1) ?? null;
