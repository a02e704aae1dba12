import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noDebianRoots } from './debian-roots.ts';
import {
  asUser,
  buildImage,
  commandInImage,
  type Image,
  makeImageFolder,
  removeImageFolder,
} from './image.ts';

const megabyte = 1024;

describe.skipIf(noDebianRoots)(`the image${noDebianRoots ? ` (${noDebianRoots})` : ''}`, () => {
  const folder = noDebianRoots ? '' : makeImageFolder();
  let image: Image;
  let port = 0;
  beforeAll(async () => {
    image = await buildImage(folder);
    port = await freePort();
  }, 1_500_000);
  afterAll(() => removeImageFolder(folder), 300_000);

  const sizeOf = (...parts: string[]) =>
    Number(execFileSync('du', ['-sk', path.join(image.root, ...parts)], { encoding: 'utf8' }).split('\t')[0]);
  const inside = (command: readonly string[], env: Record<string, string> = {}) => {
    const [program, ...args] = commandInImage(image, asUser(image, command), { env });
    return spawnSync(program, args, { encoding: 'utf8' });
  };
  const settings = () => ({
    ENTENTE_PORT: String(port),
    ENTENTE_HOST: '127.0.0.1',
    ENTENTE_MEDIA_PORT: '0',
    ENTENTE_MEDIA_WORKERS: '1',
  });

  test('holds what runs and nothing else', () => {
    const has = (file: string) => inside(['test', '-e', file]).status === 0;
    expect(has('/app/dist/client/index.html')).toBe(true);
    for (const file of [
      'scripts',
      'client',
      'tests',
      'data',
      '.git',
      'node_modules/vitest',
      'node_modules/react',
    ])
      expect(has(`/app/${file}`), file).toBe(false);
    expect(inside(['sh', '-c', 'command -v npm g++']).stdout).toBe('');
    expect(inside(['find', '/app/server', '-name', '*.test.ts']).stdout).toBe('');
    const all = sizeOf();
    console.log(
      `the image is ${Math.round(all / megabyte)} MB, ${Math.round(sizeOf('app') / megabyte)} MB of it below /app`,
    );
    expect(all / megabyte).toBeLessThan(500);
  });

  test('runs as a user of its own that can change nothing but its data', () => {
    expect(image.user).toBe('10001:10001');
    expect(inside(['id', '-un']).stdout.trim()).toBe('entente');
    const writable = ['find', '/app', '/usr', '/etc', '-writable', '-not', '-type', 'l'];
    expect(inside(writable).stdout).toBe('');
    expect(image.volumes).toEqual(['/var/lib/entente']);
    expect(inside(['test', '-w', '/var/lib/entente']).status).toBe(0);
  });

  test('serves its page, is healthy, and stops in order', async () => {
    const hub = start(image, settings());
    try {
      await expect
        .poll(() => inside(image.health, settings()).status, { timeout: 180_000, interval: 1_000 })
        .toBe(0);
      const page = await fetch(`http://127.0.0.1:${port}/`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<div id="root">');
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
      expect(await stop(hub.child)).toBe(0);
    } catch (error) {
      throw new Error(`the hub said: ${hub.output()}`, { cause: error });
    } finally {
      hub.child.kill('SIGKILL');
    }
    expect(inside(image.health, settings()).status).toBe(1);
  }, 300_000);
});

function start(image: Image, env: Record<string, string>) {
  const [program, ...args] = commandInImage(image, asUser(image, image.command), { env });
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data));
  return { child, output: () => output };
}

/** Signals the first process of the namespace, as Docker does; `unshare` outside of it ends with its result. */
async function stop(child: ChildProcess): Promise<number | null> {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  const ended = once(child, 'exit');
  process.kill(Number(children.trim()), 'SIGTERM');
  const [code] = await ended;
  return code;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
