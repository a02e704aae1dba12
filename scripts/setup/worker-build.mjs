/** Builds mediasoup's worker from its npm package, in a folder of its own that goes away afterwards. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { packages, patch, setupArguments, targets } from '../media-worker/recipe.mjs';
import { installPackages, missingPackages } from './apt.mjs';
import { findMeson } from './meson.mjs';
import { cache, inRoot } from './paths.mjs';
import { SetupError } from './report.mjs';
import { run } from './run.mjs';

const step = 'media worker';
const standIns = inRoot('scripts', 'media-worker');
const sources = inRoot('node_modules', 'mediasoup', 'worker');
const prefix = 'building-';
const longestBuild = 6 * 60 * 60 * 1000;

export async function installLibraries(log) {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  await installPackages(step, missing, {
    purpose: 'to build the media worker (mediasoup has no ready one that this machine could download)',
    log,
    otherwise: 'Or set MEDIASOUP_WORKER_BIN to a worker of the same mediasoup version.',
  });
}

/** Calls `take` with the path of the new worker. */
export async function buildWorker(log, take) {
  mkdirSync(cache, { recursive: true });
  removeLeftovers();
  const folder = mkdtempSync(join(cache, prefix));
  try {
    const meson = await findMeson(join(folder, 'meson'), log);
    const worker = join(folder, 'worker');
    prepareSources(worker);
    await take(await compile(worker, meson, log));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of builds that were killed. A younger folder may be at work, perhaps in another container with the same cache. */
function removeLeftovers() {
  const isLeftover = (path) => Date.now() - statSync(path).mtimeMs > longestBuild;
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(prefix))) {
    if (isLeftover(join(cache, name))) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function prepareSources(worker) {
  // Without `out`, where the finished worker will lie.
  cpSync(sources, worker, { recursive: true, filter: (path) => path !== join(sources, 'out') });
  for (const entry of readdirSync(standIns, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    const wrap = readFileSync(join(worker, 'subprojects', `${entry.name}.wrap`), 'utf8');
    const directory = /^directory\s*=\s*(\S+)/m.exec(wrap)[1];
    // Meson takes a folder of this name for the library that it would download.
    cpSync(join(standIns, entry.name), join(worker, 'subprojects', directory), { recursive: true });
  }
  applyPatch(join(worker, patch.file));
}

function applyPatch(file) {
  const before = readFileSync(file, 'utf8');
  if (!before.includes(patch.from)) {
    throw new SetupError(
      `${patch.file} of this mediasoup is not what scripts/media-worker/recipe.mjs expects.`,
      {
        advice:
          'See whether this version still needs the patch that the recipe describes, and adapt the recipe.',
      },
    );
  }
  writeFileSync(file, before.replace(patch.from, patch.to));
}

async function compile(worker, meson, log) {
  const options = {
    log,
    cwd: worker,
    env: meson.env,
    percent: ninjaPercent,
    telling: /^FAILED: |^ERROR: | ERROR: /,
    advice: 'MEDIASOUP_WORKER_BIN can name a worker built elsewhere.',
  };
  await run(step, 'configuring', [...meson.command, 'setup', 'out/Release', ...setupArguments], options);
  for (const target of targets)
    await run(step, `compiling ${target}`, ['ninja', '-C', 'out/Release', target], options);
  return join(worker, 'out', 'Release', 'mediasoup-worker');
}

/** From "[130/261] Compiling ...". */
function ninjaPercent(line) {
  const [, done, all] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? [];
  return all && Math.floor((100 * Number(done)) / Number(all));
}
