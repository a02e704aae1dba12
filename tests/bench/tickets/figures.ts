import type { WallBoard } from '#shared/contract/wall.ts';

/** A ticket as the paging API tells it. */
export type PagedTicket = {
  id: string;
  number: number;
  subject: string;
  queue: string;
  status: string;
  priority: string;
  impact: string;
  company: string | null;
  assignee: string | null;
  created: string;
  responded: string | null;
  solved: string | null;
  closed: string | null;
  waiting: string | null;
};

const dayMs = 86_400_000;
const unsolved = new Set(['new', 'open', 'pending', 'waiting']);
/** Whole hours, as the hub keeps them. */
const sinceOf = (now: number) =>
  new Date(Math.floor((now - 30 * dayMs) / 3_600_000) * 3_600_000).toISOString();

/** The numbers of a dashboard, in one form for both sides: unequal means that one of them is wrong. */
type Figures = {
  cells: Map<string, number>;
  companies: Map<string, number>;
  agents: Map<string, number>;
  created: number;
  closed: number;
  responses: number;
  responseMs: number;
};
const empty = (): Figures => ({
  cells: new Map(),
  companies: new Map(),
  agents: new Map(),
  created: 0,
  closed: 0,
  responses: 0,
  responseMs: 0,
});
const more = (counts: Map<string, number>, key: string, by: number) => {
  if (by !== 0) counts.set(key, (counts.get(key) ?? 0) + by);
};

export function figuresOfBoards(boards: readonly WallBoard[], now: number): string {
  const figures = empty();
  for (const { queueId, cells, companies, agents, hours } of boards) {
    for (const { status, priority, impact, count } of cells)
      if (unsolved.has(status)) more(figures.cells, `${queueId} ${status} ${priority} ${impact}`, count);
    for (const { company, open, pending } of companies)
      more(figures.companies, `${queueId} ${company?.id}`, open + pending);
    for (const { agent, open, pending } of agents) more(figures.agents, `${agent?.id}`, open + pending);
    for (const hour of hours) {
      if (hour.hour < sinceOf(now)) continue;
      figures.created += hour.created;
      figures.closed += hour.closed;
      figures.responses += hour.responses;
      figures.responseMs += hour.responseMs;
    }
  }
  return written(figures);
}

export function figuresOfTickets(tickets: readonly PagedTicket[], now: number): string {
  const figures = empty();
  const isRecent = (at: string | null): at is string => at !== null && at >= sinceOf(now);
  for (const ticket of tickets) {
    const { queue, status, priority, impact, company, assignee, created, responded, closed } = ticket;
    if (unsolved.has(status)) {
      more(figures.cells, `${queue} ${status} ${priority} ${impact}`, 1);
      more(figures.companies, `${queue} ${company ?? undefined}`, 1);
      more(figures.agents, `${assignee ?? undefined}`, 1);
    }
    if (isRecent(created)) figures.created += 1;
    if (isRecent(closed)) figures.closed += 1;
    if (!isRecent(responded)) continue;
    figures.responses += 1;
    figures.responseMs += Date.parse(responded) - Date.parse(created);
  }
  return written(figures);
}

const written = ({ cells, companies, agents, ...sums }: Figures): string =>
  JSON.stringify([sorted(cells), sorted(companies), sorted(agents), sums]);
const sorted = (counts: ReadonlyMap<string, number>) =>
  [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
