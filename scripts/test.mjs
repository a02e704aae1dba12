// Everything that can fail: the static checks, then unit, integration and browser tests. The last line counts them all.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldMissing, inField } from './field.mjs';
import { staticChecks } from './static-checks.mjs';

const folder = await mkdtemp(join(tmpdir(), 'entente-test-'));

const only = process.argv.slice(2);
/** Named files are of one kind, so the other kinds have none. */
const named = only.length > 0 ? ['--passWithNoTests', ...only] : [];

/** Runs vitest with its progress visible; the counts come from a reporter of ours, not from its words. */
async function vitest(name, args, within = (argv) => argv) {
  const file = join(folder, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=./scripts/tally-reporter.mjs'];
  const [command, ...argv] = within(['vitest', 'run', ...reporters, ...args, ...named]);
  const env = { ...process.env, ENTENTE_TALLY: file };
  const child = spawn(command, argv, { env, stdio: ['ignore', 'inherit', 'pipe'] });
  let last = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    process.stderr.write(chunk);
    last = (last + chunk).slice(-2_000);
  });
  const end = await new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code));
    child.once('error', (error) => resolve(`${error}`));
  });
  const nothing = { passed: 0, failed: 0, failures: [] };
  const tally = await readFile(file, 'utf8').then(JSON.parse, () => nothing);
  if (end === 0 || tally.failed > 0) return tally;
  // What went wrong after the last test is in no report.
  return { ...tally, failed: 1, failures: [`the ${name} tests ended with ${end}\n${last}`] };
}

/** A static check as one test. */
const asRun = ({ name, ok, output }) =>
  ok ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [`${name}\n${output}`] };

const static_ = only.length === 0 ? await staticChecks() : [];
const runs = [
  // Most of them wait for others: a database, a disk, a time. Left alone, vitest keeps one core idle.
  await vitest('fast', ['--project', 'unit', '--project', 'integration', '--maxWorkers=2']),
  await vitest('pages', ['--project', 'pages', '--maxWorkers=2']),
  await vitest('e2e', ['--project', 'e2e']),
];
const missing = fieldMissing();
if (missing) console.log(`The field tests are skipped: ${missing}.`);
else runs.push(await vitest('field', ['--project', 'field'], inField));
await rm(folder, { recursive: true, force: true });

runs.push(...static_.map(asRun));

// Said again here, because each of them is long past in what was printed.
for (const failure of runs.flatMap(({ failures }) => failures)) {
  console.log(`\nFAILED ${failure.split('\n').slice(0, 12).join('\n    ')}`);
}
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
