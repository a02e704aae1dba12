import os from 'node:os';
import { parseArgs } from 'node:util';
import type { Area, BenchOptions } from './area.ts';
import { bus } from './bus.ts';
import { cascade } from './cascade.ts';
import { chat } from './chat.ts';
import { day } from './day.ts';
import { media } from './media.ts';
import { reportTo } from './report.ts';
import { tickets } from './tickets.ts';

/** Every area there is: `npm run bench -- <name>`. */
const areas: readonly Area[] = [bus, cascade, chat, media, tickets, day];

const usage = `npm run bench -- [area ...] [--only metric,...] [--rounds 5] [--quick] [--list]`;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const note = (line: string) => void process.stderr.write(`${line}\n`);

async function list(): Promise<void> {
  for (const area of areas) {
    say(`${area.name}: ${area.settings}`);
    for (const { name, unit, peer, what } of area.metrics)
      say(`  ${name} [${unit}] against ${peer}: ${what}`);
    for (const { name, settings, missing } of await area.peers())
      say(`  peer ${name}: ${missing ? `skipped, ${missing}` : settings}`);
  }
}

async function measure(names: readonly string[], options: BenchOptions): Promise<void> {
  const chosen = names.length === 0 ? areas : areas.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => !areas.some((area) => area.name === name));
  if (unknown.length > 0) throw new Error(`there is no area ${unknown.join(', ')}; see --list`);
  note(
    `load of the machine: ${os
      .loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} on ${os.availableParallelism()} cores`,
  );
  if (options.quick) note('quick: a smoke run, its figures say nothing');
  for (const area of chosen) {
    for (const { name, missing } of await area.peers()) if (missing) note(`${name}: skipped, ${missing}`);
    await area.run({ ...options, note, report: reportTo(area.name, say, { keep: !options.quick }) });
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) say(usage);
else if (values.list) await list();
else {
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(usage);
  const only = values.only === undefined ? {} : { only: new Set(values.only.split(',')) };
  await measure(positionals, { rounds, quick: values.quick, ...only });
}
