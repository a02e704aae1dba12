import { execFileSync, spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listSpaces } from '#shared/contract/spaces.ts';
import { startHubProcess } from './hub-process.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type Child = { pid: number; command: string };

/** All descendants of a process, however deep. */
function descendants(pid: number): Child[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .flatMap((match) =>
      match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }] : [],
    );
  const below = (parent: number): Child[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(pid);
}

function alive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

const readiness = async (url: string) => (await fetch(`${url}/readyz`)).status;

test('the hub stops in order, leaves no child, and starts again with its people', async () => {
  const first = await startHubProcess();
  await first.world.setUp('ada');
  const children = descendants(first.child.pid ?? 0);
  expect(children.some(({ command }) => command.includes('postgres'))).toBe(true);
  expect(children.some(({ command }) => command.includes('mediasoup-worker'))).toBe(true);
  expect(await first.stop('SIGTERM')).toEqual({ code: 0, signal: null });
  await expect.poll(() => children.filter(({ pid }) => alive(pid))).toEqual([]);

  await using _folder = { [Symbol.asyncDispose]: () => rm(first.dataDir, { recursive: true, force: true }) };
  await using again = await startHubProcess({ dataDir: first.dataDir });
  expect(again.setupLink).toBeUndefined();
  await expect(again.world.signIn('ada')).resolves.toMatchObject({ me: { isAdmin: true } });
}, 60_000);

test('a killed database comes back while the hub runs', async () => {
  await using hub = await startHubProcess();
  await hub.world.setUp('ada');
  const ada = await hub.world.as('ada');
  const postmaster = descendants(hub.child.pid ?? 0).find(
    ({ command }) => /postgres(?!:)/.test(command) && command.includes('-D'),
  );
  process.kill(postmaster?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => readiness(hub.url), { timeout: 20_000, interval: 100 }).toBe(200);
  await expect
    .poll(
      () =>
        ada.call(listSpaces, {}).then(
          () => 'answers',
          () => 'fails',
        ),
      { timeout: 20_000 },
    )
    .toBe('answers');
  expect(hub.child.exitCode).toBeNull();
}, 60_000);

test('a killed media worker is replaced while the hub runs', async () => {
  await using hub = await startHubProcess({ env: { ENTENTE_MEDIA_WORKERS: '1' } });
  const workers = () =>
    descendants(hub.child.pid ?? 0).filter(({ command }) => command.includes('mediasoup-worker'));
  const [worker] = workers();
  process.kill(worker?.pid ?? 0, 'SIGKILL');
  await expect
    .poll(
      () =>
        workers()
          .map(({ pid }) => pid)
          .filter((pid) => pid !== worker?.pid).length,
      { timeout: 10_000 },
    )
    .toBe(1);
  await expect.poll(() => readiness(hub.url), { timeout: 10_000 }).toBe(200);
}, 60_000);

test('a hub killed at once leaves a data folder that the next one opens', async () => {
  const first = await startHubProcess();
  await first.world.setUp('ada');
  await first.stop('SIGKILL');
  await using _folder = { [Symbol.asyncDispose]: () => rm(first.dataDir, { recursive: true, force: true }) };
  await using again = await startHubProcess({ dataDir: first.dataDir });
  await expect(again.world.signIn('ada')).resolves.toMatchObject({ me: { displayName: 'Ada' } });
}, 60_000);

/** Runs the hub to its end and gives its words. */
function failing(env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['server/main.ts'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
    env: {
      ...process.env,
      ENTENTE_HOST: '127.0.0.1',
      ENTENTE_MEDIA_PORT: '0',
      ENTENTE_LOG_LEVEL: 'error',
      ...env,
    },
  });
  return { status, output: stdout + stderr };
}

test('mistakes in the settings are told all at once, in sentences', () => {
  const { status, output } = failing({ ENTENTE_PORT: 'abc', ENTENTE_ROLES: 'hub,cook' });
  expect(status).toBe(1);
  expect(output).toContain('ENTENTE_PORT is "abc"');
  expect(output).toContain('ENTENTE_ROLES is "hub,cook"');
  expect(output).not.toContain('    at ');
});

test('a taken port and a taken data folder are told in a sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await expect.poll(() => other.listening).toBe(true);
  const address = other.address();
  await using hub = await startHubProcess();
  const taken = failing({
    ENTENTE_PORT: String(typeof address === 'object' ? address?.port : 0),
    ENTENTE_DATA: `${hub.dataDir}-other`,
  });
  expect(taken.status).toBe(1);
  expect(taken.output).toMatch(/port \d+ .*ENTENTE_PORT/);
  const locked = failing({ ENTENTE_PORT: '0', ENTENTE_DATA: hub.dataDir });
  expect(locked.status).toBe(1);
  expect(locked.output).toContain('data folder');
  other.close();
  await rm(`${hub.dataDir}-other`, { recursive: true, force: true });
}, 60_000);
