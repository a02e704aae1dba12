import { setTimeout as sleep } from 'node:timers/promises';
import { asReader } from '#server/platform/transaction.ts';
import { countWrong } from '#server/tickets/figures/figures.store.ts';
import { listTickets, type TicketFilter } from '#shared/contract/tickets.ts';
import { wallChanged } from '#shared/contract/wall.ts';
import type { Area, Bench, Metric } from './area.ts';
import { cpuSecondsOf, driverCore, pin } from './processes.ts';
import { quantile } from './statistics.ts';
import { type Desk, type Screens, startDesk } from './tickets/desk-side.ts';
import { figuresOfBoards, figuresOfTickets } from './tickets/figures.ts';
import { type Paging, startPaging } from './tickets/paging-side.ts';

const peer = 'paging client';
const less = { unit: 'ms', better: 'less', peer } as const;
const metricsOf = (tickets: number) => {
  const at = `${tickets / 1000}k`;
  return {
    dashboard: {
      ...less,
      name: `dashboard.${at}`,
      what: `from asking to all figures and lists, nobody else looking, after a quiet while, ${at} tickets; equal to a recount; the peer reads all that is not closed or of the last 31 days`,
    },
    median: {
      ...less,
      name: `staleness-p50.${at}`,
      what: 'from sending a change to the dashboard that shows it; the peer reads without a pause',
    },
    late: { ...less, name: `staleness-p99.${at}`, what: 'the same, p99' },
    list: {
      ...less,
      name: `list-p95.${at}`,
      what: 'a page of 50 of a filtered list, p95; the peer’s is one page of any',
    },
    search: {
      ...less,
      name: `search-p95.${at}`,
      what: 'a page of 50 of the tickets with some words, p95; the peer’s is one page of any',
    },
    cpu: {
      name: `cpu-per-viewer-hour.${at}`,
      unit: 'server CPU-s / viewer-hour',
      better: 'less',
      peer,
      what: '200 screens open and a change a second; the peer reads once a minute',
    },
  } satisfies Record<string, Metric>;
};
type Metrics = ReturnType<typeof metricsOf>;

const sizes = [10_000, 50_000, 200_000];
const shape = { screens: 200, seconds: 30, changes: 120, lists: 100, quietMs: 12_000 };
const passesPerHour = 60;

/** The state of the desk, at a glance and as a list. */
export const tickets: Area = {
  name: 'tickets',
  metrics: sizes.flatMap((size) => Object.values(metricsOf(size))),
  settings:
    'the hub process with its embedded PostgreSQL (fsync on), no TLS, no compression, sessions and screens authenticated; the peer is read once for all rounds of a size, as it takes minutes',
  peers: async () => [
    {
      name: peer,
      settings:
        'an HTTP server with the same tickets in memory, 50 a page, 125 ms a call, and a client that reads its pages one after the other; no TLS, no authentication',
    },
  ],
  async run(bench) {
    pin(process.pid, driverCore);
    for (const size of bench.quick ? [2_000] : sizes) {
      const metrics = metricsOf(size);
      if (bench.only && !Object.values(metrics).some(({ name }) => bench.only?.has(name))) continue;
      await using desk = await startDesk(size);
      await using paging = await startPaging(desk.db);
      await measureSize(bench, metrics, desk, paging);
    }
  },
};

async function measureSize(bench: Bench, metrics: Metrics, desk: Desk, paging: Paging): Promise<void> {
  const rounds = Array.from({ length: bench.rounds });
  const isAsked = (...some: Metric[]) => some.some(({ name }) => bench.only?.has(name) ?? true);
  if (isAsked(metrics.list)) await measurePages(bench, metrics.list, filters, desk, paging);
  if (isAsked(metrics.search)) await measurePages(bench, metrics.search, searches, desk, paging);

  const { dashboard, median, late, cpu } = metrics;
  if (!isAsked(dashboard, median, late, cpu)) return;
  const pass = await measurePass(bench, paging);
  if (isAsked(dashboard)) {
    const own: number[] = [];
    for (const _ of rounds) own.push(await measureDashboard(bench, desk, pass.figures));
    bench.report({ metric: dashboard, own, peer: [pass.ms] });
  }
  if (isAsked(median, late)) {
    const delays: number[][] = [];
    for (const _ of rounds) delays.push(await measureStaleness(desk, bench.quick ? 10 : shape.changes));
    // Whoever reads without a pause shows a change after half a pass to a whole one more, never sooner than a pass has ended.
    const at = (share: number) => delays.map((each) => quantile(each, share));
    bench.report({ metric: median, own: at(0.5), peer: [pass.ms] });
    bench.report({ metric: late, own: at(0.99), peer: [pass.ms] });
  }
  if (isAsked(cpu)) {
    const own: number[] = [];
    const screens = await desk.openScreens(bench.quick ? 20 : shape.screens);
    for (const _ of rounds) own.push(await measureViewers(bench, desk, screens));
    screens.close();
    bench.report({ metric: cpu, own, peer: [pass.cpuSeconds * passesPerHour] });
  }
  const wrong = await countWrong(asReader(desk.db));
  if (wrong > 0) throw new Error(`${wrong} figures are wrong after the load`);
}

async function measurePages(
  bench: Bench,
  metric: Metric,
  asked: readonly TicketFilter[],
  desk: Desk,
  paging: Paging,
): Promise<void> {
  const [own, peers]: [number[], number[]] = [[], []];
  for (let round = 0; round < bench.rounds; round++) {
    own.push(await measureLists(desk, asked, bench.quick ? 10 : shape.lists));
    const started = performance.now();
    await paging.page(1);
    peers.push(performance.now() - started);
  }
  bench.report({ metric, own, peer: peers });
}

async function measurePass(bench: Bench, paging: Paging) {
  const cpu = cpuSecondsOf(paging.pid);
  const started = performance.now();
  const all = await paging.readAll();
  const figures = figuresOfTickets(all, Date.now());
  const ms = performance.now() - started;
  bench.note(`${peer}: ${all.length} tickets in ${(ms / 1000).toFixed(1)} s`);
  return { ms, figures, cpuSeconds: cpuSecondsOf(paging.pid) - cpu };
}

/** 0 when the figures are not those that the peer found: it read every ticket. */
async function measureDashboard(bench: Bench, desk: Desk, truth: string): Promise<number> {
  using viewer = await desk.client();
  await sleep(bench.quick ? 0 : shape.quietMs);
  const started = performance.now();
  const boards = await desk.boards(viewer);
  const ms = performance.now() - started;
  const isRight =
    figuresOfBoards(boards, Date.now()) === truth && (await countWrong(asReader(desk.db))) === 0;
  if (!isRight) bench.note('dashboard: 0, because the figures are not those of a recount');
  bench.note(`dashboard: ${ms.toFixed(1)} ms`);
  return isRight ? ms : 0;
}

const filters: readonly TicketFilter[] = [
  { status: ['new', 'open'] },
  { status: ['pending'], priority: ['critical'] },
  { impact: ['crisis'] },
  { assigneeId: null },
];
/** One word of many tickets, its beginning, two that few have, and words of those that are open. */
const searches: readonly TicketFilter[] = [
  { text: 'printer' },
  { text: 'scan' },
  { text: 'telephone room 77' },
  { text: 'moved backup', status: ['new', 'open'] },
  { text: '#4711' },
];
async function measureLists(desk: Desk, asked: readonly TicketFilter[], count: number): Promise<number> {
  using client = await desk.client();
  const times: number[] = [];
  for (let nth = 0; nth < count; nth++) {
    const started = performance.now();
    await client.call(listTickets, { filter: asked[nth % asked.length] ?? {} });
    times.push(performance.now() - started);
  }
  return quantile(times, 0.95);
}

async function measureStaleness(desk: Desk, changes: number): Promise<number[]> {
  using viewer = await desk.client();
  await desk.boards(viewer);
  const change = await desk.makeChanger();
  const delays: number[] = [];
  for (let nth = 0; nth < changes; nth++) {
    const seen = viewer.next(wallChanged);
    const started = performance.now();
    await Promise.all([change(), seen]);
    delays.push(performance.now() - started);
    await sleep((nth * 37) % 120);
  }
  return delays;
}

async function measureViewers(bench: Bench, desk: Desk, open: Screens): Promise<number> {
  const seconds = bench.quick ? 3 : shape.seconds;
  const screens = open.count;
  const change = await desk.makeChanger();
  await sleep(1_000);
  const [cpu, before, from] = [cpuSecondsOf(desk.pid), open.heard(), performance.now()];
  for (let nth = 0; nth < seconds; nth++) {
    await change();
    await sleep(Math.max(0, from + (nth + 1) * 1_000 - performance.now()));
  }
  const hours = ((performance.now() - from) / 3_600_000) * screens;
  const value = (cpuSecondsOf(desk.pid) - cpu) / hours;
  const heard = open.heard() - before;
  if (heard >= seconds * screens) return value;
  bench.note(`viewers: 0, because ${heard} of ${seconds * screens} changes were shown`);
  return 0;
}
