import { type CostInput, type CostPool, CostReport } from '#shared/contract/cost.ts';
import { type Region, regions } from '#shared/contract/regions.ts';
import type { Capacity } from './capacity.ts';
import { listPrices, measuredCapacity } from './defaults.ts';
import {
  addNeeds,
  databaseNeed,
  hubNeed,
  mediaNeed,
  meetingHoursADay,
  peakParticipants,
  personDay,
  storageBytes,
  type Users,
} from './demand.ts';
import { fitMachines, poolOf, rounded } from './fit.ts';
import type { Machine, Prices } from './prices.ts';

/** What a client company may cost a month. */
const goalEurPerCompany = 20;

/** Measured capacity times listed prices. Pure: the same input, capacity and prices give the same report. */
export function estimateCost(
  input: CostInput,
  capacity: Capacity = measuredCapacity,
  prices: Prices = listPrices,
): CostReport {
  const users = regions.reduce((sum, region) => sum + input.users[region], 0);
  const machines = prices.machines.filter(
    ({ traffic, superseded }) => traffic && (input.supersededPrices || !superseded),
  );
  const pools = users === 0 ? [] : plan(input, capacity, machines, users);
  const storageGb = storageBytes(capacity, input, users) / 1e9;
  const eurStorage = storageGb * prices.storage.eurPerGbMonth * input.priceFactor;
  const eurMonth = pools.reduce((sum, pool) => sum + pool.eurMachines + pool.eurTraffic, eurStorage);
  const companies = Math.ceil(users / input.peoplePerCompany);
  const eurPerCompany = companies === 0 ? 0 : eurMonth / companies;
  const { desk, calls } = personDay(capacity, input);
  return CostReport.parse({
    pools,
    storageGb: rounded(storageGb),
    eurStorage: rounded(eurStorage),
    eurMonth: rounded(eurMonth),
    users,
    companies,
    eurPerUser: rounded(users === 0 ? 0 : eurMonth / users),
    eurPerCompany: rounded(eurPerCompany),
    goalEurPerCompany,
    goalHolds: eurPerCompany <= goalEurPerCompany,
    perUser: {
      cpuSeconds: rounded(cpuOf(desk, calls) * input.workingDays),
      egressGb: rounded(((desk.egress + calls.egress) * input.workingDays) / 1e9),
      meetingHours: rounded(meetingHoursADay(input) * input.workingDays),
    },
    measured: { at: capacity.measured.at, machine: capacity.measured.machine },
    prices: usedPrices(pools, machines),
  });
}

const cpuOf = (...units: readonly { hub: number; media: number; database: number }[]): number =>
  units.reduce((sum, { hub, media, database }) => sum + hub + media + database, 0);

function plan(input: CostInput, capacity: Capacity, machines: readonly Machine[], users: number): CostPool[] {
  const { home, served } = serve(input);
  const options = { headroom: input.headroom, priceFactor: input.priceFactor };
  const [hub, database] = [hubNeed(capacity, input, users), databaseNeed(capacity, input, users)];
  const at = (region: Region) => machines.filter((machine) => machine.region === region);
  const mediaPool = (region: Region) => {
    const need = mediaNeed(capacity, input, served[region]);
    const fit = fitMachines(need, at(region), { ...options, floor: input.floor });
    return poolOf('media', region, need, fit, peopleOf(served[region], input));
  };
  const elsewhere = regions.filter((region) => region !== home && served[region] > 0).map(mediaPool);

  if (users < input.redundantFrom) {
    const need = addNeeds(hub, database, mediaNeed(capacity, input, served[home]));
    const fit = fitMachines(need, at(home), { ...options, floor: 1 });
    if (fit.count === 1) return [poolOf('box', home, need, fit, peopleOf(served[home], input)), ...elsewhere];
  }
  const floor = users < input.redundantFrom ? 1 : 2;
  return [
    poolOf('hub', home, hub, fitMachines(hub, at(home), { ...options, floor })),
    poolOf('database', home, database, fitMachines(database, at(home), { ...options, floor })),
    mediaPool(home),
    ...elsewhere,
  ];
}

const peopleOf = (users: number, input: CostInput) => ({
  users,
  peakParticipants: rounded(peakParticipants(users, input)),
});

/** The region with the most people is home; those with too few for nodes of their own are served from there. */
function serve({ users, ownNodesFrom }: CostInput): { home: Region; served: Users } {
  const [home = 'eu'] = regions.toSorted((a, b) => users[b] - users[a]);
  const served: Users = { eu: 0, na: 0, sa: 0, ap: 0 };
  for (const region of regions) {
    const own = region === home || users[region] >= Math.max(1, ownNodesFrom);
    served[own ? region : home] += users[region];
  }
  return { home, served };
}

function usedPrices(pools: readonly CostPool[], machines: readonly Machine[]): CostReport['prices'] {
  const used = machines.filter(({ provider, type, region }) =>
    pools.some((pool) => pool.region === region && pool.machine === `${provider} ${type}`),
  );
  return used.map(({ provider, type, eurMonth, date, source, region }) => ({
    machine: `${provider} ${type} (${region})`,
    eurMonth,
    date,
    source,
  }));
}
