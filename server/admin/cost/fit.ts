import type { CostPool } from '#shared/contract/cost.ts';
import type { Region } from '#shared/contract/regions.ts';
import { type Need, systemBytes } from './demand.ts';
import type { Machine } from './prices.ts';

const terabyte = 1e12;
const gigabyte = 1e9;

export type Fit = { machine: Machine; count: number; eurMachines: number; eurTraffic: number };
export type FitOptions = { floor: number; headroom: number; priceFactor: number };

/** More nodes than this in one pool are a burden and tear meetings apart: larger machines then, where the list has them. */
const mostNodes = 16;

/** The cheapest machines of the list that carry a need, as many as it takes: nodes are whole machines. */
export function fitMachines(need: Need, machines: readonly Machine[], options: FitOptions): Fit {
  const fits = machines.flatMap((machine) => fitOne(need, machine, options) ?? []);
  const largest = Math.max(...fits.map(({ machine }) => machine.vcpu));
  const [best] = fits
    .filter(({ count, machine }) => count <= mostNodes || machine.vcpu === largest)
    .sort((a, b) => eurOf(a) - eurOf(b) || a.count - b.count);
  if (!best) throw new Error('no machine of the price table can carry this');
  return best;
}

export const eurOf = ({ eurMachines, eurTraffic }: Fit): number => eurMachines + eurTraffic;

function fitOne(need: Need, machine: Machine, { floor, headroom, priceFactor }: FitOptions): Fit | undefined {
  if (!machine.traffic) return undefined;
  const memory = machine.memoryGb * gigabyte - systemBytes;
  const count = Math.max(
    floor,
    Math.ceil(need.cores / (machine.vcpu * headroom)),
    Math.ceil(need.memoryBytes / memory),
  );
  const { includedTb, eurPerTb } = machine.traffic;
  const over = Math.max(0, need.egressBytes / terabyte - includedTb * count);
  return {
    machine,
    count,
    eurMachines: count * machine.eurMonth * priceFactor,
    eurTraffic: over * eurPerTb * priceFactor,
  };
}

export function poolOf(
  role: CostPool['role'],
  region: Region,
  need: Need,
  fit: Fit,
  people: Pick<CostPool, 'users' | 'peakParticipants'> = { users: 0, peakParticipants: 0 },
): CostPool {
  return {
    role,
    region,
    ...people,
    cores: rounded(need.cores),
    memoryGb: rounded(need.memoryBytes / gigabyte),
    egressTb: rounded(need.egressBytes / terabyte),
    machine: `${fit.machine.provider} ${fit.machine.type}`,
    count: fit.count,
    eurMachines: rounded(fit.eurMachines),
    eurTraffic: rounded(fit.eurTraffic),
  };
}

/** Four figures are more than anybody should believe. */
export const rounded = (value: number): number => Number(value.toPrecision(4));
