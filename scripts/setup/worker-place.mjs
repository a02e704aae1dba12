/** Where workers lie and what they are called; one gets its mark only after it was seen to work. */
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cache, envWithTools, inRoot, nodeBinary } from './paths.mjs';
import { run } from './run.mjs';

const mediasoup = inRoot('node_modules', 'mediasoup');
const longestCheck = 20_000;

/** Where mediasoup's JavaScript looks for it. */
export const place = join(mediasoup, 'worker', 'out', 'Release', 'mediasoup-worker');
const mark = `${place}.checked`;

export const cached = (name) => join(cache, name);

/** The names hold all that makes one worker differ from another, so a worker never goes stale under its name. */
export const downloadedName = () => `${commonName()}-prebuilt`;
export const builtName = () => `${commonName()}-${distribution()}-${recipeHash()}`;

export const mediasoupVersion = () =>
  JSON.parse(readFileSync(join(mediasoup, 'package.json'), 'utf8')).version;

const commonName = () => `mediasoup-worker-${mediasoupVersion()}-${process.platform}-${process.arch}`;

/** A worker that was built here is linked against this release's libraries. */
function distribution() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const value = (key) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? '';
  return `${value('ID')}${value('VERSION_ID')}`;
}

function recipeHash() {
  const folder = inRoot('scripts', 'media-worker');
  const hash = createHash('sha256');
  for (const file of filesBelow(folder)) hash.update(file.slice(folder.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : path;
    })
    .sort();

export const isPlaced = () =>
  existsSync(place) &&
  existsSync(mark) &&
  [downloadedName(), builtName()].includes(readFileSync(mark, 'utf8'));

/** Puts the cached worker `name` in its place. Throws when it does not run here. */
export async function placeWorker(name, log) {
  await checkWorker(cached(name), log);
  copyAtomically(cached(name), place);
  writeFileSync(mark, name);
}

/** A copy that is complete or absent, though others copy at the same time or run the old one. */
export function copyAtomically(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const unfinished = `${to}.${randomUUID()}`;
  copyFileSync(from, unfinished, constants.COPYFILE_FICLONE);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, to);
}

export const checkWorker = (binary, log) =>
  run('media worker', 'checking the worker', [nodeBinary(), inRoot('scripts', 'setup', 'worker-check.mjs')], {
    log,
    env: { ...envWithTools(), MEDIASOUP_WORKER_BIN: binary },
    limit: longestCheck,
    advice: `The worker was ${binary}; mediasoup ${mediasoupVersion()} needs one of its own version.`,
  });
