/**
 * Step 2: mediasoup's worker, the process that forwards the media. In this order: the one that MEDIASOUP_WORKER_BIN
 * names, the cache, mediasoup's own download, a build from its sources.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { cache, envWithTools, inRoot, nodeBinary } from './paths.mjs';
import { SetupError, say } from './report.mjs';
import { openLog, run } from './run.mjs';
import { buildWorker, installLibraries } from './worker-build.mjs';
import {
  builtName,
  cached,
  checkWorker,
  copyAtomically,
  downloadedName,
  isPlaced,
  mediasoupVersion,
  place,
  placeWorker,
} from './worker-place.mjs';

const step = 'media worker';
const given = process.env.MEDIASOUP_WORKER_BIN;
const checked = inRoot('.setup', 'given-worker');
const longestDownload = 60_000;

export const worker = {
  name: step,
  isReady: () => (given ? isChecked() : isPlaced()),

  async make() {
    const log = openLog('media-worker');
    if (given) return checkGiven(log);
    const onWait = () => say(step, 'another set-up is at work on it, waiting');
    return withLock(join(cache, 'lock'), onWait, () => obtain(log));
  },
};

/** A given worker is checked again when it or mediasoup changes. */
function givenIdentity() {
  if (!existsSync(given)) throw new SetupError(`MEDIASOUP_WORKER_BIN names ${given}, which does not exist.`);
  const { size, mtimeMs } = statSync(given);
  return `${given} ${size} ${mtimeMs} ${mediasoupVersion()}`;
}

const isChecked = () => existsSync(checked) && readFileSync(checked, 'utf8') === givenIdentity();

async function checkGiven(log) {
  const identity = givenIdentity();
  await checkWorker(given, log);
  writeFileSync(checked, identity);
}

async function obtain(log) {
  const attempts = [
    () => takeCached(downloadedName(), log),
    () => takeCached(builtName(), log),
    () => download(log),
  ];
  for (const attempt of attempts) if (await attempt()) return;
  await build(log);
}

async function takeCached(name, log) {
  return existsSync(cached(name)) && succeeds(() => placeWorker(name, log));
}

/**
 * Only mediasoup's download. Its script would go on to a build that downloads much more; without a Python it ends
 * there. It knows no time limit either: a firewall that drops packets would hold us for minutes.
 */
function download(log) {
  return succeeds(async () => {
    await run(step, 'looking for a ready one', [nodeBinary(), 'npm-scripts.mjs', 'postinstall'], {
      log,
      cwd: inRoot('node_modules', 'mediasoup'),
      env: { ...envWithTools(), PYTHON: 'false' },
      limit: longestDownload,
    });
    copyAtomically(place, cached(downloadedName()));
    await placeWorker(downloadedName(), log);
  });
}

async function build(log) {
  await installLibraries(log);
  // A worker from the cache of another machine may have lacked nothing but the libraries.
  if (await takeCached(builtName(), log)) return;
  say(step, 'building one from its sources: some minutes, once');
  await buildWorker(log, (binary) => copyAtomically(binary, cached(builtName())));
  await placeWorker(builtName(), log);
}

async function succeeds(attempt) {
  try {
    await attempt();
    return true;
  } catch (error) {
    if (error instanceof SetupError) return false;
    throw error;
  }
}
