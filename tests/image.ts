import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { debianRoot, inDebianRoot, type Mount } from '../scripts/setup/debian-root.mjs';
import { parseCopy, parseDockerfile, parseList, parsePairs, type Stage } from './dockerfile.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** What an image is: a file system and how to start it. */
export type Image = {
  root: string;
  workdir: string;
  env: Record<string, string>;
  user: string;
  volumes: string[];
  health: string[];
  command: string[];
};

/**
 * Runs the steps of a Dockerfile as they are written, in their order, each in the file system that the steps before
 * made. Stands in for `docker build` where there is no Docker: without layers, and with Debian's debootstrap in place
 * of the base images. Steps reach the network the way this machine does.
 */
export async function buildImage(folder: string): Promise<Image> {
  const stages = parseDockerfile(readFileSync(path.join(repository, 'docker', 'Dockerfile'), 'utf8'));
  const built = new Map<string, Image>();
  lendPackages(folder);
  let image: Image | undefined;
  for (const [index, stage] of stages.entries()) {
    image = await buildStage(stage, path.join(folder, `stage-${index}`), built);
    if (stage.name) built.set(stage.name, image);
  }
  if (!image) throw new Error('the Dockerfile has no stage');
  return image;
}

async function buildStage(stage: Stage, root: string, built: Map<string, Image>): Promise<Image> {
  layBase(stage.base, root);
  const image: Image = { root, workdir: '/', env: {}, user: '0:0', volumes: [], health: [], command: [] };
  let entrypoint: string[] = [];
  for (const { name, text } of stage.instructions) {
    if (name === 'RUN') await runStep(image, text);
    else if (name === 'COPY') copyStep(image, text, built);
    else if (name === 'WORKDIR') mkdirSync(path.join(root, (image.workdir = text)), { recursive: true });
    else if (name === 'ENV') Object.assign(image.env, parsePairs(text));
    else if (name === 'USER') image.user = text;
    else if (name === 'VOLUME') image.volumes.push(text);
    else if (name === 'HEALTHCHECK') image.health = parseList(text.slice(text.indexOf('CMD') + 3));
    else if (name === 'ENTRYPOINT') entrypoint = parseList(text);
    else if (name === 'CMD') image.command = parseList(text);
    else if (!['LABEL', 'EXPOSE', 'STOPSIGNAL'].includes(name)) throw new Error(`no ${name} in this reader`);
  }
  return { ...image, command: [...entrypoint, ...image.command] };
}

/** Node's image is Debian's with Node and npm below /usr/local: here the locked Node and this machine's npm. */
function layBase(base: string, root: string): void {
  execFileSync('cp', ['-a', debianRoot('bookworm'), root]);
  if (base === 'debian:bookworm-slim') return;
  if (base !== 'node:24-bookworm-slim') throw new Error(`there is no stand-in for ${base}`);
  const local = path.join(root, 'usr/local');
  cpSync(realpathSync(process.execPath), path.join(local, 'bin/node'));
  const npm = path.resolve(realpathSync(findOnPath('npm')), '../..');
  cpSync(npm, path.join(local, 'lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', path.join(local, 'bin/npm'));
}

function findOnPath(command: string): string {
  const places = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, command));
  const found = places.find((place) => existsSync(place) && !place.startsWith(repository));
  if (!found) throw new Error(`${command} is not on the path`);
  return found;
}

/** The build context as .dockerignore leaves it: everything is left out but what is named after a `!`. */
function copyStep(image: Image, text: string, built: Map<string, Image>): void {
  const { from, sources, target } = parseCopy(text);
  const context = from === undefined ? repository : built.get(from)?.root;
  if (!context) throw new Error(`there is no stage ${from}`);
  const place = path.resolve(image.workdir, target);
  for (const source of sources) {
    const isFolder = sources.length > 1 || target.endsWith('/');
    const end = path.join(image.root, place, isFolder ? path.basename(source) : '');
    mkdirSync(path.dirname(end), { recursive: true });
    cpSync(path.join(context, source), end, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => from !== undefined || isInContext(path.relative(repository, file)),
    });
  }
}

const ignore = readFileSync(path.join(repository, '.dockerignore'), 'utf8').split('\n');
const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
const ignored = ignore.filter((line) => line.startsWith('**'));

const isInContext = (file: string): boolean =>
  allowed.some((each) => file === each || file.startsWith(`${each}/`)) &&
  !ignored.some((pattern) => path.matchesGlob(file, pattern));

async function runStep(image: Image, text: string): Promise<void> {
  lendWorkers(image.root);
  const packages = path.join(path.dirname(image.root), 'npm');
  const { output, code } = await runInImage(image, ['/bin/sh', '-c', text], machine(packages));
  if (code !== 0) throw new Error(`RUN ${text}\n${output.slice(-4_000)}`);
}

/** Packages that this machine has fetched before, as a copy: a step may write to it. What is missing is fetched. */
function lendPackages(folder: string): void {
  const said = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' });
  const cache = path.join(said.trim(), '_cacache');
  mkdirSync(path.join(folder, 'npm'), { recursive: true });
  if (existsSync(cache)) execFileSync('cp', ['-a', cache, path.join(folder, 'npm')]);
}

/** How this machine reaches the network: npm's settings, certificates, proxies. */
function machine(packages: string): { mounts: Mount[]; env: Record<string, string> } {
  const certificates = '/etc/ssl/certs/ca-certificates.crt';
  const npmrc = path.join(os.homedir(), '.npmrc');
  const mounts = [
    { from: certificates, to: '/tmp/machine-certificates.crt', readOnly: true },
    { from: npmrc, to: '/root/.npmrc', readOnly: true },
    { from: packages, to: '/root/.npm' },
  ].filter(({ from }) => existsSync(from));
  const proxies = Object.entries(process.env).filter(([name]) => /_proxy$/i.test(name));
  const env = Object.fromEntries(proxies.map(([name, value]) => [name, value ?? '']));
  const npm = { NODE_EXTRA_CA_CERTS: '/tmp/machine-certificates.crt', npm_config_prefer_offline: 'true' };
  return { mounts, env: { ...env, ...npm } };
}

/** A media worker that this machine has built already is taken as one that the step would build. */
function lendWorkers(root: string): void {
  const cache = path.join(os.homedir(), '.cache', 'entente');
  for (const worker of globSync('mediasoup-worker-*', { cwd: cache }))
    cpSync(path.join(cache, worker), path.join(root, 'root/.cache/entente', worker));
}

type RunOptions = { mounts?: Mount[]; env?: Record<string, string> };

export function commandInImage(image: Image, command: readonly string[], options: RunOptions = {}) {
  return inDebianRoot(image.root, command, {
    mounts: options.mounts ?? [],
    cwd: image.workdir,
    env: { ...image.env, ...options.env },
  });
}

async function runInImage(image: Image, command: readonly string[], options: RunOptions) {
  const [program, ...args] = commandInImage(image, command, options);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** The command as the image's user, with nothing it could gain. */
export function asUser({ user }: Image, command: readonly string[]): string[] {
  const [uid = '', gid = ''] = user.split(':');
  const drop = ['--clear-groups', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, ...drop, ...command];
}

export const makeImageFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'entente-image-'));

export const removeImageFolder = (folder: string): void => void execFileSync('rm', ['-rf', folder]);
