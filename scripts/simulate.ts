// `npm run simulate`: storms, failures, drains and a day of a million users, on the allocation that production runs.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Capacity } from '#server/admin/cost/capacity.ts';
import { measuredCapacity } from '#server/admin/cost/defaults.ts';
import { wholeDay } from './simulate/day.ts';
import { drain, failure, storm } from './simulate/scenarios.ts';
import { asTable } from './table.ts';
import type { Row } from './simulate/tally.ts';
import { createWorld, type World } from './simulate/world.ts';

type Scenario = { run(world: World, people?: number): void; sampleEveryMs?: number };
const scenarios: Record<string, Scenario> = {
  storm: { run: storm },
  failure: { run: failure },
  drain: { run: drain },
  day: { run: wholeDay, sampleEveryMs: 120_000 },
};
const usage = `npm run simulate -- [${Object.keys(scenarios).join('] [')}] [--people n] [--hubs 1] [--share] [--seed 1] [--no-guard] [--capacity file] [--json]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    people: { type: 'string' },
    hubs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    share: { type: 'boolean', default: false },
    guard: { type: 'boolean', default: true },
    capacity: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = positionals.length === 0 ? Object.keys(scenarios) : positionals;
if (values.help || names.some((name) => !scenarios[name])) {
  console.log(usage);
  process.exit(values.help ? 0 : 1);
}
const capacity = values.capacity
  ? Capacity.parse(JSON.parse(readFileSync(values.capacity, 'utf8')))
  : measuredCapacity;

const rows: Row[] = [];
for (const name of names) {
  const scenario = scenarios[name];
  if (!scenario) continue;
  const { run, sampleEveryMs = 1_000 } = scenario;
  const world = createWorld({
    capacity,
    seed: Number(values.seed),
    guard: values.guard,
    hubs: Number(values.hubs),
    share: values.share,
    sampleEveryMs,
  });
  const began = performance.now();
  run(world, values.people === undefined ? undefined : Number(values.people));
  if (!values.json) console.error(`${name}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  rows.push(world.tally.row(name));
}
console.log(values.json ? JSON.stringify({ ...values, rows }, null, 2) : asTable(rows));
