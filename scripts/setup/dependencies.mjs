/** Step 1: the npm packages of package-lock.json, among them the Node that the project runs on. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { envWithoutTools, inRoot, nodeBinary } from './paths.mjs';
import { SetupError } from './report.mjs';
import { openLog, run } from './run.mjs';

const oldestNode = [24, 12];

export const dependencies = {
  name: 'dependencies',

  /** npm writes its own record last, so an interrupted installation has none. */
  isReady: () => isInstalled() && (nodeBinary() !== process.execPath || isNewEnough(process.version)),

  async make() {
    if (!isInstalled()) await install();
    linkNode();
    requireNode();
  },
};

/** Compares the lockfile with npm's record of what it installed, whoever called npm. */
function isInstalled() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(inRoot('package-lock.json'))).every(
    ([folder, { version, optional }]) =>
      folder === '' || (installed[folder] ? installed[folder].version === version : optional),
  );
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    throw new SetupError(`${file} cannot be read (${error.message}).`, {
      advice: 'Bring package-lock.json back from the repository, or delete node_modules, whichever it is.',
    });
  }
}

async function install() {
  const total = countForThisMachine();
  let fetched = 0;
  await run(
    'dependencies',
    'npm ci',
    ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
    {
      log: openLog('dependencies'),
      env: envWithoutTools(),
      telling: /^npm error/,
      percent: (line) =>
        / http (fetch|cache) /.test(line) ? Math.min(99, Math.round((++fetched / total) * 100)) : undefined,
      advice:
        'See that this machine reaches the npm registry. If package.json was changed, run "npm install" once, ' +
        'which brings package-lock.json up to date. Then start again.',
    },
  );
}

/** npm leaves out what is for other systems. */
function countForThisMachine() {
  const fits = (list, value) => !list || list.includes(value);
  return Object.values(packagesOf(inRoot('package-lock.json'))).filter(
    ({ os, cpu }) => fits(os, process.platform) && fits(cpu, process.arch),
  ).length;
}

/** npm 10 makes a link for every program of the packages, but not for one of the name "node". */
function linkNode() {
  const program = join(`node-${process.platform}-${process.arch}`, 'bin', 'node');
  const link = inRoot('node_modules', '.bin', 'node');
  if (existsSync(link) || !existsSync(inRoot('node_modules', program))) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join('..', program), link);
}

function requireNode() {
  const binary = nodeBinary();
  const { stdout, error } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  if (!error && isNewEnough(stdout.trim())) return;
  const found = stdout ? `this is ${stdout.trim()}` : `${binary} does not run on this system`;
  throw new SetupError(`Entente needs Node ${oldestNode.join('.')} or newer, and ${found}.`, {
    advice:
      'On Linux with glibc (x64, arm64) "npm ci" brings the right one, unless optional packages are left out ' +
      '(--omit=optional). Elsewhere install Node 24.',
  });
}

function isNewEnough(version) {
  const [major, minor] = version.slice(1).split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}
