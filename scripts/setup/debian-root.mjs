/**
 * Step 5: Debian systems in folders of the cache, for what the tests need and this system does not have: the peer of
 * another release, or a clean system to try the image's steps in. Made once for all clones, as root only; without them
 * the tests that need them are skipped.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasApt, mirrorOf, refreshPackageLists } from './apt.mjs';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';
import { SetupError, say } from './report.mjs';
import { openLog, run } from './run.mjs';

const step = 'debian roots';

/** Ceph's radosgw, our S3 peer, is usable in sid only; Caddy would begin to serve if it were installed here. */
const recipes = {
  sid: { suite: 'sid', packages: ['radosgw', 'caddy'] },
  bookworm: { suite: 'bookworm', packages: [] },
};

/** Where nobody reads them, and half of what a root would weigh. */
const unread = ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info'];
const spent = [...unread, 'var/lib/apt/lists', 'var/cache/apt', 'var/cache/debconf'];

const prefixOf = (name) => `debian-${name}-`;
const versionOf = (name) =>
  createHash('sha256')
    .update(JSON.stringify([recipes[name], spent]))
    .digest('hex')
    .slice(0, 12);

/** The folder of a root, there or not. */
export const debianRoot = (name) => join(cache, `${prefixOf(name)}${versionOf(name)}`);

const missing = () => Object.keys(recipes).filter((name) => !existsSync(debianRoot(name)));

export const debianRoots = {
  name: step,
  isReady: () => missing().length === 0 || !isPossible(),

  async make() {
    const log = openLog('debian-roots');
    const onWait = () => say(step, 'another set-up is at work on them, waiting');
    await withLock(join(cache, 'debian-lock'), onWait, async () => {
      for (const name of missing()) await makeOrExplain(name, log);
    });
  },
};

/** Root, on Debian, with the right to mount: many containers have root without it. */
function isPossible() {
  const isDebian = hasApt() && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  return isDebian && process.getuid() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
}

/** Everything else can be tested without, so this is no reason to stop. */
async function makeOrExplain(name, log) {
  try {
    await make(name, log);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(step, `no ${name}: ${error.message} The tests that need it are skipped. Its log: ${log}`);
  }
}

/** Built aside and renamed: a root is complete or absent. */
async function make(name, log) {
  const { suite, packages } = recipes[name];
  const folder = mkdtempSync(join(cache, 'making-'));
  try {
    const tools = await fetchDebootstrap(join(folder, 'tools'), log);
    const root = join(folder, 'root');
    const command = ['debootstrap', '--variant=minbase', '--include=ca-certificates'];
    const env = { ...process.env, ...tools };
    await run(step, `Debian ${suite}`, [...command, suite, root, mirrorOf()], { log, env });
    chmodSync(root, 0o755);
    prepareApt(root);
    if (packages.length > 0) await install(root, packages, log);
    for (const each of spent) rmSync(join(root, each), { recursive: true, force: true });
    removeOlder(name);
    renameSync(root, debianRoot(name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Unpacked, not installed: this system stays as it is. */
async function fetchDebootstrap(folder, log) {
  mkdirSync(folder, { recursive: true });
  await refreshPackageLists(step, log);
  const download = ['apt-get', '-o', 'APT::Sandbox::User=root', 'download', 'debootstrap'];
  await run(step, 'fetching debootstrap', download, { log, cwd: folder });
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  await run(step, 'unpacking debootstrap', ['dpkg-deb', '-x', archive, '.'], { log, cwd: folder });
  return {
    DEBOOTSTRAP_DIR: join(folder, 'usr/share/debootstrap'),
    PATH: `${join(folder, 'usr/sbin')}:${process.env.PATH}`,
  };
}

/** No package starts a service, and the network is used as this machine uses it. */
function prepareApt(root) {
  const policy = join(root, 'usr/sbin/policy-rc.d');
  writeFileSync(policy, '#!/bin/sh\nexit 101\n');
  chmodSync(policy, 0o755);
  const { stdout } = spawnSync('apt-config', ['dump', 'Acquire'], { encoding: 'utf8' });
  const acquire = stdout.split('\n').filter((line) => !line.includes('IndexTargets'));
  const own = ['APT::Install-Recommends "false";', 'DPkg::Options:: "--force-unsafe-io";'];
  writeFileSync(join(root, 'etc/apt/apt.conf.d/90machine'), `${[...own, ...acquire].join('\n')}\n`);
  const excludes = unread.map((folder) => `path-exclude=/${folder}/*`);
  writeFileSync(join(root, 'etc/dpkg/dpkg.cfg.d/unread'), `${excludes.join('\n')}\n`);
}

async function install(root, packages, log) {
  const list = packages.join(' ');
  const command = inDebianRoot(root, ['sh', '-c', `apt-get update && apt-get install -y ${list}`]);
  await run(step, `installing ${list}`, command, { log });
}

function removeOlder(name) {
  for (const other of readdirSync(cache).filter((each) => each.startsWith(prefixOf(name))))
    rmSync(join(cache, other), { recursive: true, force: true });
}

/**
 * The command line that runs `command` in a root, in mount and process namespaces of its own: whatever it mounts or
 * leaves running ends with it. `mounts` are folders of this system: `{ from, to, readOnly }`.
 */
export function inDebianRoot(root, command, { mounts = [], cwd = '/', env = {} } = {}) {
  const script = [
    'set -e',
    'mount --rbind /dev "$R/dev"',
    'mount --bind /etc/resolv.conf "$R/etc/resolv.conf" 2>/dev/null || true',
    ...mounts.flatMap(({ from, to, readOnly }) => bind(from, to, readOnly)),
    'mount -t proc proc "$R/proc"',
    'exec chroot "$R" "$@"',
  ].join('\n');
  const variables = Object.entries({ ...baseEnv, ...env }).map(([name, value]) => `${name}=${value}`);
  const inside = ['/usr/bin/env', '-i', '-C', cwd, ...variables, ...command];
  const outside = ['/usr/bin/env', `R=${root}`, 'unshare', '--mount', '--propagation', 'private'];
  return [...outside, '--pid', '--fork', '--kill-child', 'sh', '-c', script, 'sh', ...inside];
}

const baseEnv = {
  HOME: '/root',
  LANG: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function bind(from, to, readOnly) {
  const target = `"$R"${quote(to)}`;
  const remount = readOnly ? [`mount -o remount,bind,ro ${target}`] : [];
  const place = statSync(from).isDirectory()
    ? [`mkdir -p ${target}`]
    : [`mkdir -p "$(dirname ${target})"`, `touch ${target}`];
  return [...place, `mount --bind ${quote(from)} ${target}`, ...remount];
}
