// Everything that can fail: the static checks, then unit, integration and browser tests. The last line counts them all.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldMissing, inField } from './field.mjs';
import { staticChecks } from './static-checks.mjs';

const folder = await mkdtemp(join(tmpdir(), 'entente-test-'));

/** Runs vitest with its progress visible; the counts come from its JSON report, not from its words. */
async function vitest(name, args, within = (argv) => argv) {
  const file = join(folder, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const [command, ...argv] = within(['vitest', 'run', ...reporters, ...args]);
  const child = spawn(command, argv, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', (error) => resolve(`${error}`));
  });
  const result = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  const passed = result?.numPassedTests ?? 0;
  const failed = Math.max(result?.numFailedTests ?? 0, code === 0 ? 0 : 1);
  return { passed, failed };
}

const only = process.argv.slice(2);
const static_ = only.length === 0 ? await staticChecks() : [];
const runs = [
  // Most of them wait for others: a database, a disk, a time. Left alone, vitest keeps one core idle.
  await vitest('fast', ['--project', 'unit', '--project', 'integration', '--maxWorkers=2', ...only]),
  await vitest('e2e', ['--project', 'e2e', ...only]),
];
const missing = fieldMissing();
if (missing) console.log(`The field tests are skipped: ${missing}.`);
else runs.push(await vitest('field', ['--project', 'field', ...only], inField));
await rm(folder, { recursive: true, force: true });

const passed = static_.filter(({ ok }) => ok).length + runs.reduce((sum, run) => sum + run.passed, 0);
const failed = static_.filter(({ ok }) => !ok).length + runs.reduce((sum, run) => sum + run.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
