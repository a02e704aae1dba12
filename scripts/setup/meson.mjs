/** A meson that is new enough: the system's, or the package of a Debian release unpacked in a folder. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oldestMeson } from '../media-worker/recipe.mjs';
import { mirrorOf, releaseName } from './apt.mjs';
import { SetupError } from './report.mjs';
import { run } from './run.mjs';

// Not the first python3 on the path: that may be a private one, without what Debian's packages rely on.
const python = '/usr/bin/python3';
// Without its user _apt, which may not look into our folder.
const aptGet = ['apt-get', '-o', 'APT::Sandbox::User=root'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** `{ command, env }` to call meson with. `folder` is scratch space. */
export async function findMeson(folder, log) {
  const installed = { command: ['meson'], env: process.env };
  if (isNewEnough(installed)) return installed;
  const meson =
    (await unpackFrom(release, join(folder, 'release'), log)) ??
    (await unpackFrom(backports, join(folder, 'backports'), log));
  if (meson) return meson;
  const version = oldestMeson.join('.');
  throw new SetupError(`meson ${version} or newer is needed to build the media worker, and was not found.`, {
    log,
    advice: `Install meson ${version} or newer, from your release's backports for instance, then start again.`,
  });
}

function isNewEnough({ command: [command, ...args], env }) {
  const { stdout } = spawnSync(command, [...args, '--version'], { env, encoding: 'utf8' });
  const [major, minor] = (stdout ?? '').split('.').map(Number);
  return major > oldestMeson[0] || (major === oldestMeson[0] && minor >= oldestMeson[1]);
}

/** Undefined when this source has no meson, or too old a one. The package is pure Python: it runs from anywhere. */
async function unpackFrom(source, folder, log) {
  mkdirSync(folder, { recursive: true });
  try {
    const download = [...aptGet, ...(await source(folder, log)), 'download', 'meson'];
    await run('media worker', 'fetching meson', download, { log, cwd: folder });
    const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
    await run('media worker', 'unpacking meson', ['dpkg-deb', '-x', archive, '.'], { log, cwd: folder });
  } catch (error) {
    if (error instanceof SetupError) return undefined;
    throw error;
  }
  const modules = join(folder, 'usr/lib/python3/dist-packages');
  const meson = {
    command: [python, '-m', 'mesonbuild.mesonmain'],
    env: { ...process.env, PYTHONPATH: modules },
  };
  return isNewEnough(meson) ? meson : undefined;
}

const release = async () => [];

/** apt's options for the backports of this release from the machine's own mirror, with lists and cache of their own. */
async function backports(folder, log) {
  const codename = releaseName();
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : '';
  const list = join(folder, 'sources.list');
  writeFileSync(list, `deb ${signed}${mirrorOf()} ${codename}-backports main\n`);
  // apt makes only its own folders.
  for (const needed of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, needed), { recursive: true });
  const options = [
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
  ].flatMap((option) => ['-o', option]);
  await run('media worker', 'reading the list of backports', [...aptGet, ...options, 'update'], { log });
  return options;
}
