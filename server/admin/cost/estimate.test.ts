import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { CostInput, CostReport } from '#shared/contract/cost.ts';
import { regions } from '#shared/contract/regions.ts';
import type { Capacity, Unit } from './capacity.ts';
import { listPrices } from './defaults.ts';
import { estimateCost } from './estimate.ts';
import { fitMachines } from './fit.ts';
import type { Machine, Prices } from './prices.ts';

const input = (changes: z.input<typeof CostInput>) => CostInput.parse(changes);
const inEurope = (eu: number, changes: Partial<z.input<typeof CostInput>> = {}) =>
  input({ users: { eu }, ...changes });
const worldwide = (users: number) => ({ eu: users, na: users, sa: users, ap: users });

const unit = (changes: Partial<Unit> = {}): Unit => ({
  hub: 0,
  media: 0,
  database: 0,
  egress: 0,
  ingress: 0,
  ...changes,
});
/** Figures that can be followed by hand: a stream out costs 36 CPU-s an hour, a hundredth of a core. */
const plain: Capacity = {
  measured: { at: '2026-01-01', commit: 'none', machine: 'by hand', people: 1 },
  baseHour: unit(),
  connect: unit(),
  connectionHour: unit(),
  message: unit({ hub: 0.001 }),
  delivery: unit(),
  join: unit(),
  participantHour: unit(),
  videoHourIn: unit(),
  videoHourOut: unit({ media: 36, egress: 1e9 }),
  audioHourIn: unit(),
  audioHourOut: unit(),
  kbps: { video: 500, audio: 50 },
  memory: { hub: 1e8, connection: 0, worker: 0, participant: 0, database: 1e8 },
  storagePerMessage: 0,
};
const machine = (changes: Partial<Machine> = {}): Machine => ({
  id: 'm',
  provider: 'Test',
  type: 'M',
  region: 'eu',
  vcpu: 10,
  sharedCores: false,
  memoryGb: 64,
  eurMonth: 100,
  traffic: { includedTb: 1, eurPerTb: 10 },
  date: '2026-01-01',
  source: 'by hand',
  ...changes,
});
const plainPrices: Prices = { ...listPrices, machines: regions.map((region) => machine({ region })) };

describe('by hand', () => {
  // Three in a meeting for two hours: each receives two pictures at 500 kbit/s, so 0.02 cores and 2 GB an hour.
  const day = {
    videoMinutes: 120,
    voiceMinutes: 0,
    groupSize: 3,
    crossShare: 0,
    workingDays: 20,
    storageMb: 0,
    messages: 0,
  };

  test('cores at the peak, and bytes of a month', () => {
    const { pools, perUser } = estimateCost(inEurope(400, { ...day, peakFactor: 2 }), plain, plainPrices);
    // 400 people x 2 h x 72 CPU-s, twice the mean of eight hours: 4 cores. 400 x 2 h x 2 GB x 20 days: 32 TB.
    expect(pools).toMatchObject([
      { role: 'box', users: 400, cores: 4, peakParticipants: 200, egressTb: 32, count: 1, eurTraffic: 310 },
    ]);
    expect(perUser).toEqual({ cpuSeconds: 2 * 72 * 20, egressGb: 80, meetingHours: 40 });
  });

  test('somebody away from the others adds a trunk', () => {
    const all = estimateCost(inEurope(400, { ...day, peakFactor: 2, crossShare: 1 }), plain, plainPrices);
    // Two pictures come over and one goes out: three more streams for each of the two received.
    expect(all.perUser.egressGb).toBe(80 * 2.5);
  });
});

describe('nodes are whole machines', () => {
  test('a small installation is one box', () => {
    const { pools, eurPerUser, eurPerCompany, companies } = estimateCost(inEurope(20), plain, plainPrices);
    expect(pools).toMatchObject([{ role: 'box', count: 1 }]);
    expect(companies).toBe(2);
    expect(eurPerUser).toBeGreaterThan(5);
    expect(eurPerCompany).toBeCloseTo(eurPerUser * 10);
  });

  test('from 500 people on hubs and databases are there twice', () => {
    const { pools } = estimateCost(inEurope(500), plain, plainPrices);
    expect(pools.map(({ role, count }) => [role, count])).toEqual([
      ['hub', 2],
      ['database', 2],
      ['media', 1],
    ]);
  });

  test('a region has nodes of its own when it has people enough', () => {
    const users = { eu: 300, na: 250, sa: 10, ap: 0 };
    const here = (changes: object) =>
      estimateCost(input({ users, redundantFrom: 10_000, ...changes }), plain, plainPrices).pools.map(
        ({ role, region, users: served }) => [role, region, served],
      );
    expect(here({})).toEqual([
      ['box', 'eu', 310],
      ['media', 'na', 250],
    ]);
    expect(here({ ownNodesFrom: 0 })).toEqual([
      ['box', 'eu', 300],
      ['media', 'na', 250],
      ['media', 'sa', 10],
    ]);
  });

  test('what costs least with its traffic is taken, and never what has unknown terms', () => {
    const need = { cores: 3, memoryBytes: 0, egressBytes: 21e12 };
    const options = { floor: 1, headroom: 0.5, priceFactor: 1 };
    const dear = machine({ id: 'dear', eurMonth: 150, traffic: { includedTb: 20, eurPerTb: 1 } });
    const free = machine({ id: 'free', eurMonth: 1, traffic: null });
    expect(fitMachines(need, [machine(), dear, free], options)).toMatchObject({
      machine: { id: 'dear' },
      count: 1,
      eurTraffic: 1,
    });
    expect(() => fitMachines(need, [free], options)).toThrow('no machine');
    // 320 small ones would be cheaper: too many to look after.
    const small = machine({ id: 'small', vcpu: 1, eurMonth: 1 });
    const many = fitMachines({ ...need, cores: 160, egressBytes: 0 }, [small, machine()], options);
    expect(many).toMatchObject({ machine: { id: 'm' }, count: 32 });
  });
});

describe('with the measured capacity and the listed prices', () => {
  test('the goal of 20 EUR a company is missed by ten people and kept by fifty', () => {
    expect(estimateCost(inEurope(10)).goalHolds).toBe(false);
    expect(estimateCost(inEurope(50))).toMatchObject({ goalEurPerCompany: 20, goalHolds: true });
  });

  test('nobody costs nothing', () => {
    expect(estimateCost(inEurope(0))).toMatchObject({
      eurMonth: 0,
      eurPerUser: 0,
      eurPerCompany: 0,
      pools: [],
    });
  });

  test('superseded prices are used only when asked for', () => {
    const used = (supersededPrices: boolean) =>
      estimateCost(inEurope(50, { supersededPrices })).prices.map(({ machine: name }) => name);
    expect(used(false)).toEqual(['Hetzner CCX13 (eu)']);
    expect(used(true)).not.toEqual(used(false));
  });

  const scenario = fc.record({
    users: fc.record({ eu: fc.nat(20_000), na: fc.nat(20_000), sa: fc.nat(5_000), ap: fc.nat(20_000) }),
    groupSize: fc.integer({ min: 2, max: 50 }),
    videoMinutes: fc.integer({ min: 0, max: 240 }),
    ownNodesFrom: fc.constantFrom(0, 200),
  });

  test('every report is complete and adds up', () => {
    fc.assert(
      fc.property(scenario, (changes) => {
        const report = CostReport.parse(estimateCost(input(changes)));
        const sum = report.pools.reduce(
          (all, pool) => all + pool.eurMachines + pool.eurTraffic,
          report.eurStorage,
        );
        expect(report.eurMonth / Math.max(1, sum)).toBeCloseTo(report.users === 0 ? 0 : 1, 2);
        const served = report.pools.reduce((all, { users }) => all + users, 0);
        expect(served).toBe(report.users);
        expect(report.prices.every(({ date, source }) => date !== '' && source !== '')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('more video never costs less, and prices scale', () => {
    fc.assert(
      fc.property(scenario, (changes) => {
        const cost = (more: object) => estimateCost(input({ ...changes, ...more })).eurMonth;
        expect(cost({ videoFactor: 2 })).toBeGreaterThanOrEqual(cost({}));
        expect(cost({ priceFactor: 1.5 }) / Math.max(1e-9, cost({}) * 1.5)).toBeCloseTo(
          cost({}) > 0 ? 1 : 0,
          2,
        );
      }),
      { numRuns: 100 },
    );
  });
});

test('a company in four regions: the busiest one is home', () => {
  const { pools } = estimateCost(input({ users: { ...worldwide(10), na: 30 } }), plain, plainPrices);
  expect(pools).toMatchObject([{ role: 'box', region: 'na', users: 60 }]);
});
