/**
 * Makes sure that everything is there to start the hub, or with --test to test it. It needs nothing but a Node of
 * version 18 or newer, changes nothing when all is in order, and may be run as often as one likes.
 *
 *   --test          also what the tests need
 *   --no-client     not the client's production build: `npm run dev` serves the client itself
 *   --only=a,b      these steps alone
 */
import { client } from './setup/client.mjs';
import { debianRoots } from './setup/debian-root.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { withLock } from './setup/lock.mjs';
import { inRoot } from './setup/paths.mjs';
import { SetupError, reportFailure, say } from './setup/report.mjs';
import { testTools } from './setup/test-tools.mjs';
import { worker } from './setup/worker.mjs';

const steps = { dependencies, worker, client, test: testTools, roots: debianRoots };

function chooseSteps(options) {
  const chosen = new Set(['dependencies', 'worker', 'client']);
  for (const option of options) {
    const [, only] = /^--only=(.+)$/.exec(option) ?? [];
    if (option === '--test') chosen.add('test').add('roots');
    else if (option === '--no-client') chosen.delete('client');
    else if (only?.split(',').every((name) => name in steps))
      return only.split(',').map((name) => steps[name]);
    else throw new SetupError(`set-up does not know the option ${option}.`, { advice: usage });
  }
  return Object.keys(steps)
    .filter((name) => chosen.has(name))
    .map((name) => steps[name]);
}

const usage = `It knows --test, --no-client and --only= with one or more of ${Object.keys(steps).join(', ')}.`;

async function makeReady(chosen) {
  for (const step of chosen) {
    // Asked again for each: one step prepares the ground for the next, and another set-up may have done it meanwhile.
    if (step.isReady()) continue;
    const started = Date.now();
    await step.make();
    say(step.name, `ready (${Math.round((Date.now() - started) / 1000)} s)`);
  }
}

try {
  const chosen = chooseSteps(process.argv.slice(2));
  const onWait = () => say('waiting', 'another set-up is at work in this folder');
  if (!chosen.every((step) => step.isReady()))
    await withLock(inRoot('.setup', 'lock'), onWait, () => makeReady(chosen));
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
