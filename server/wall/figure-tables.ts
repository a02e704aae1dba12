import type { TicketCount, TicketStatus } from '#shared/contract/tickets.ts';
import type { AgentLoad, CompanyLoad, TicketHour, WallBoard, WallCell } from '#shared/contract/wall.ts';

export type Figures = Pick<WallBoard, 'cells' | 'companies' | 'agents' | 'hours'>;
/** The figures of a queue, each under what it is about, so that a change finds it. An entry is never changed in place. */
export type FigureTables = { [K in keyof Figures]: Map<string, Figures[K][number]> };
type Change = { counts: readonly TicketCount[]; hours: readonly TicketHour[] };

const nobody = '';
const cellKey = ({ status, priority, impact }: Omit<WallCell, 'count'>) => `${status} ${priority} ${impact}`;
const keyed = <T>(list: readonly T[], keyOf: (entry: T) => string) =>
  new Map(list.map((entry) => [keyOf(entry), entry]));

export const toTables = ({ cells, companies, agents, hours }: Figures): FigureTables => ({
  cells: keyed(cells, cellKey),
  companies: keyed(companies, ({ company }) => company?.id ?? nobody),
  agents: keyed(agents, ({ agent }) => agent?.id ?? nobody),
  hours: keyed(hours, ({ hour }) => hour),
});

/** Who has to act; of what is over nobody has. */
const halves: Partial<Record<TicketStatus, 'open' | 'pending'>> = {
  new: 'open',
  open: 'open',
  pending: 'pending',
  waiting: 'pending',
};

export function add({ cells, companies, agents, hours }: FigureTables, change: Change): void {
  for (const { status, priority, impact, companyId, assigneeId, count } of change.counts) {
    const cell = { status, priority, impact };
    cells.set(cellKey(cell), { ...cell, count: (cells.get(cellKey(cell))?.count ?? 0) + count });
    const half = halves[status];
    if (!half) continue;
    const company: CompanyLoad = companies.get(companyId ?? nobody) ?? {
      company: unnamed(companyId),
      ...none,
    };
    companies.set(companyId ?? nobody, { ...company, [half]: company[half] + count });
    const agent: AgentLoad = agents.get(assigneeId ?? nobody) ?? { agent: unnamed(assigneeId), ...none };
    agents.set(assigneeId ?? nobody, { ...agent, [half]: agent[half] + count });
  }
  for (const each of change.hours) {
    hours.set(each.hour, sum(hours.get(each.hour), each));
  }
}

const none = { open: 0, pending: 0 };
/** Until its name is known. */
const unnamed = <T extends string>(id: T | null) => (id === null ? null : { id, name: '' });
const sum = (a: TicketHour | undefined, b: TicketHour): TicketHour => ({
  hour: b.hour,
  created: (a?.created ?? 0) + b.created,
  solved: (a?.solved ?? 0) + b.solved,
  closed: (a?.closed ?? 0) + b.closed,
  responses: (a?.responses ?? 0) + b.responses,
  responseMs: (a?.responseMs ?? 0) + b.responseMs,
});

/** Companies and agents that came with a change, which has their ids alone. */
export const unnamedIn = ({ companies, agents }: FigureTables) => ({
  companies: [...companies.values()].flatMap(({ company }) => (company?.name === '' ? company.id : [])),
  agents: [...agents.values()].flatMap(({ agent }) => (agent?.name === '' ? agent.id : [])),
});

export function giveNames({ companies, agents }: FigureTables, names: ReadonlyMap<string, string>): void {
  for (const [id, load] of companies)
    if (load.company?.name === '')
      companies.set(id, { ...load, company: { ...load.company, name: names.get(id) ?? id } });
  for (const [id, load] of agents)
    if (load.agent?.name === '')
      agents.set(id, { ...load, agent: { ...load.agent, name: names.get(id) ?? id } });
}

/** All entries in which something is left. */
export const toFigures = ({ cells, companies, agents, hours }: FigureTables): Figures => ({
  cells: [...cells.values()].filter(isLeft),
  companies: [...companies.values()].filter(isLeft),
  agents: [...agents.values()].filter(isLeft),
  hours: [...hours.values()].filter(isLeft),
});

export const copyOf = ({ cells, companies, agents, hours }: FigureTables): FigureTables => ({
  cells: new Map(cells),
  companies: new Map(companies),
  agents: new Map(agents),
  hours: new Map(hours),
});

/** The entries that are not as they were; of those that are gone nothing is left. */
export const differences = (before: FigureTables, after: FigureTables): Figures => ({
  cells: changesOf(before.cells, after.cells),
  companies: changesOf(before.companies, after.companies),
  agents: changesOf(before.agents, after.agents),
  hours: changesOf(before.hours, after.hours),
});

function changesOf<T extends object>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): T[] {
  const changed = [...after].filter(
    ([key, entry]) => before.get(key) !== entry && !isSame(before.get(key), entry),
  );
  const gone = [...before].filter(([key, entry]) => !after.has(key) && isLeft(entry));
  return [...changed.map(([, entry]) => entry), ...gone.map(([, entry]) => emptied(entry))];
}

const isSame = (a: object | undefined, b: object) => JSON.stringify(a) === JSON.stringify(b);
const isLeft = (entry: object) =>
  Object.values(entry).some((value) => typeof value === 'number' && value !== 0);
const emptied = <T extends object>(entry: T): T =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [key, typeof value === 'number' ? 0 : value]),
  ) as T;
