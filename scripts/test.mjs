// Everything that can fail: the static checks, then unit, integration and browser tests. The last line counts them all.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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
  return { passed, failed, failures: failuresOf(result) };
}

/** Every failed test as its file, its name and what it said; a file that could not run counts as one. */
function failuresOf(result) {
  return (result?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0) return status === 'failed' ? [`${file}\n${message}`] : [];
    return tests.map(
      ({ fullName, failureMessages }) => `${file} > ${fullName}\n${failureMessages.join('\n')}`,
    );
  });
}

const only = process.argv.slice(2);
const static_ = only.length === 0 ? await staticChecks() : [];
const runs = [
  // Most of them wait for others: a database, a disk, a time. Left alone, vitest keeps one core idle.
  await vitest('fast', ['--project', 'unit', '--project', 'integration', '--maxWorkers=2', ...only]),
  await vitest('pages', ['--project', 'pages', '--maxWorkers=2', ...only]),
  await vitest('e2e', ['--project', 'e2e', ...only]),
];
const missing = fieldMissing();
if (missing) console.log(`The field tests are skipped: ${missing}.`);
else runs.push(await vitest('field', ['--project', 'field', ...only], inField));
await rm(folder, { recursive: true, force: true });

// Said again here, because each of them is long past in what was printed.
for (const failure of runs.flatMap(({ failures }) => failures)) {
  console.log(`\nFAILED ${failure.split('\n').slice(0, 8).join('\n    ')}`);
}
const passed = static_.filter(({ ok }) => ok).length + runs.reduce((sum, run) => sum + run.passed, 0);
const failed = static_.filter(({ ok }) => !ok).length + runs.reduce((sum, run) => sum + run.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
