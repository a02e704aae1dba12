/** Debian packages: what is missing, and its installation where we may. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { onPath } from './paths.mjs';
import { SetupError } from './report.mjs';
import { run } from './run.mjs';

const aptGet = ['apt-get', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300'];
const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

export const hasApt = () => onPath('apt-get');

export function missingPackages(packages) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...packages], {
    encoding: 'utf8',
  });
  const installed = new Set((stdout ?? '').split('\n'));
  return packages.filter((name) => !installed.has(`${name} installed`));
}

/** `purpose` completes "is needed": "to build the media worker". */
export async function installPackages(step, packages, { purpose, log, otherwise = '' }) {
  const list = packages.join(' ');
  const sentence = `${list} ${packages.length > 1 ? 'are' : 'is'} needed ${purpose}`;
  if (!hasApt()) throw new SetupError(`${sentence}, and this system has no apt-get.`, { advice: otherwise });
  const command = `apt-get install -y --no-install-recommends ${list}`;
  if (process.getuid() !== 0) {
    throw new SetupError(`${sentence}, and only root may install packages.`, {
      advice: `Run "sudo ${command}" and start again.${otherwise && ` ${otherwise}`}`,
    });
  }
  await refreshPackageLists(step, log);
  const title = `installing ${packages.length > 3 ? `${packages.length} Debian packages` : list}`;
  await run(step, title, [...aptGet, 'install', '-y', '--no-install-recommends', ...packages], {
    log,
    env,
    advice: 'See that this machine reaches its Debian mirror, then start again.',
  });
}

let refreshed = false;

/** One mirror among several that does not answer is no reason to stop: the installation itself will tell. */
export async function refreshPackageLists(step, log) {
  if (refreshed) return;
  refreshed = true;
  await run(step, 'apt-get update', [...aptGet, 'update'], { log, env }).catch(() => {});
}

export const releaseName = () =>
  /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';

/** The Debian mirror that this machine's own sources name. */
export function mirrorOf(codename = releaseName()) {
  const filters = ['Identifier: Packages', 'Component: main', `Codename: ${codename}`];
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...filters], {
    encoding: 'utf8',
  });
  const [mirror] = stdout.split('\n');
  if (!mirror) throw new SetupError(`apt's sources name no mirror for ${codename}.`);
  return mirror;
}
