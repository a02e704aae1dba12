import { cpuByKind } from '../processes.ts';
import type { Unit } from '#server/admin/cost/capacity.ts';

/** What can be counted between two moments. Wire bytes are those of the tabs, or of the streams. */
export type Spent = Unit & { seconds: number };

/** Reads what the hub's processes and the wires spend while `work` runs. */
export function createMeter(pid: number, wire: () => { egress: number; ingress: number }) {
  return async function spend(work: () => Promise<unknown>): Promise<Spent> {
    const [cpu, bytes, at] = [cpuByKind(pid), wire(), performance.now()];
    await work();
    const [cpuAfter, bytesAfter] = [cpuByKind(pid), wire()];
    return {
      hub: cpuAfter.hub - cpu.hub,
      media: cpuAfter.media - cpu.media,
      database: cpuAfter.database - cpu.database,
      egress: bytesAfter.egress - bytes.egress,
      ingress: bytesAfter.ingress - bytes.ingress,
      seconds: (performance.now() - at) / 1_000,
    };
  };
}
export type Meter = ReturnType<typeof createMeter>;

const parts = ['hub', 'media', 'database', 'egress', 'ingress'] as const;

/** Part by part; what noise would make negative is nothing. */
export function combine(of: (part: (typeof parts)[number]) => number): Unit {
  const value = (part: (typeof parts)[number]) => Math.max(0, Number(of(part).toPrecision(4)));
  return {
    hub: value('hub'),
    media: value('media'),
    database: value('database'),
    egress: value('egress'),
    ingress: value('ingress'),
  };
}

/** `spent` shared by `units`, after what the same time would have cost anyway. */
export const perUnit = (spent: Spent, units: number, anyway?: Spent): Unit =>
  combine((part) => (spent[part] - rate(anyway, part) * spent.seconds) / units);

const rate = (spent: Spent | undefined, part: keyof Unit): number =>
  spent ? spent[part] / spent.seconds : 0;

/** Two runs with different shares of two units (a message, a delivery) tell what each costs. */
export function solve(
  a: { spent: Spent; first: number; second: number },
  b: { spent: Spent; first: number; second: number },
  anyway?: Spent,
): { first: Unit; second: Unit } {
  const determinant = a.first * b.second - b.first * a.second;
  const net = ({ spent }: { spent: Spent }, part: keyof Unit) =>
    spent[part] - rate(anyway, part) * spent.seconds;
  return {
    first: combine((part) => (net(a, part) * b.second - net(b, part) * a.second) / determinant),
    second: combine((part) => (a.first * net(b, part) - b.first * net(a, part)) / determinant),
  };
}
