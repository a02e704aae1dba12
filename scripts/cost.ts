// `npm run cost`: what an installation costs a month, by measured capacity and listed prices. Deterministic.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Capacity } from '#server/admin/cost/capacity.ts';
import { listPrices, measuredCapacity } from '#server/admin/cost/defaults.ts';
import { estimateCost } from '#server/admin/cost/estimate.ts';
import { Prices } from '#server/admin/cost/prices.ts';
import { CostInput, type CostReport } from '#shared/contract/cost.ts';
import { asTable } from './table.ts';

const sizes = [10, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000, 50_000, 100_000];
/** Where the people of the table are. */
const shares = { eu: 0.4, na: 0.3, sa: 0.1, ap: 0.2 };
const usage = `npm run cost -- [--users n,…] [--set name=value]… [--four] [--europe] [--capacity file] [--prices file] [--json]
  --set      an assumption, such as --set videoMinutes=90 --set priceFactor=1.5
  --four     nodes in all four regions at every size, however few people are there
  --europe   everybody is in Europe`;

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: sizes.join(',') },
    set: { type: 'string', multiple: true, default: [] },
    four: { type: 'boolean', default: false },
    europe: { type: 'boolean', default: false },
    capacity: { type: 'string' },
    prices: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const capacity = values.capacity ? Capacity.parse(read(values.capacity)) : measuredCapacity;
const prices = values.prices ? Prices.parse(read(values.prices)) : listPrices;
const settings = Object.fromEntries(
  values.set.map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    if (!(name in CostInput.shape) || name === 'users')
      throw new Error(`there is no assumption "${name}"\n${usage}`);
    return [name, JSON.parse(value)];
  }),
);

function inputOf(total: number): CostInput {
  const others = {
    na: Math.round(total * shares.na),
    sa: Math.round(total * shares.sa),
    ap: Math.round(total * shares.ap),
  };
  const users = values.europe ? { eu: total } : { ...others, eu: total - others.na - others.sa - others.ap };
  return CostInput.parse({ ...(values.four ? { ownNodesFrom: 0 } : {}), ...settings, users });
}

const machinesOf = ({ pools }: CostReport) =>
  pools.map(({ role, region, count, machine }) => `${count} ${role} ${region} (${machine})`).join(', ');

const totals = values.users.split(',').map(Number);
const reports = totals.map((total) => estimateCost(inputOf(total), capacity, prices));
if (values.json) console.log(JSON.stringify({ assumptions: inputOf(totals[0] ?? 0), reports }, null, 2));
else {
  const { users: _, ...assumptions } = inputOf(totals[0] ?? 0);
  const [first] = reports;
  console.log(
    `Assumptions: ${Object.entries(assumptions)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  );
  console.log(
    `Capacity measured ${first?.measured.at} on ${first?.measured.machine}; prices read ${prices.read}. ${prices.about}`,
  );
  console.log(
    `One person and month: ${first?.perUser.meetingHours} h of meetings, ${first?.perUser.cpuSeconds} CPU-s, ${first?.perUser.egressGb} GB sent.\n`,
  );
  console.log(
    asTable(
      reports.map((report) => ({
        users: report.users,
        'EUR/month': Math.round(report.eurMonth),
        traffic: Math.round(report.pools.reduce((sum, { eurTraffic }) => sum + eurTraffic, 0)),
        storage: Math.round(report.eurStorage),
        'EUR/user': report.eurPerUser.toFixed(2),
        'EUR/company': report.eurPerCompany.toFixed(2),
        '<= 20': report.goalHolds ? 'yes' : 'no',
        machines: machinesOf(report),
      })),
    ),
  );
  const used = new Map(reports.flatMap((report) => report.prices).map((price) => [price.machine, price]));
  console.log('\nPrices used:');
  for (const { machine, eurMonth, date, source } of used.values())
    console.log(`  ${machine}: ${eurMonth} EUR a month, ${date}, ${source}`);
}
