import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { chooseAccount } from '#server/platform/postgres/account.ts';
import { prepareFolders } from '#server/platform/postgres/folders.ts';
import { isRunning } from '#server/platform/postgres/processes.ts';
import { ask, isRoot, startProcess, useDataFolder, useServer } from './platform-database-kit.ts';

// Making a cluster and syncing it takes long on a busy disk.
vi.setConfig({ testTimeout: 60_000 });

describe('a start', () => {
  test('makes a private server, reachable by its socket only', async () => {
    using folder = useDataFolder();
    await using server = await useServer(folder.path);
    const [settings] = await ask(
      server,
      "select current_setting('listen_addresses') as tcp, current_setting('fsync') as fsync, current_setting('data_checksums') as sums",
    );
    expect(settings).toEqual({ tcp: '', fsync: 'on', sums: 'on' });
    for (const private_ of [server.cluster, server.connection.host])
      expect(lstatSync(private_).mode & 0o077).toBe(0);
    const owner = lstatSync(server.cluster).uid;
    expect(owner).not.toBe(0);
  });

  test('uses no half-made cluster, finds what an earlier start kept, closes without a trace, and says why it failed', async () => {
    using folder = useDataFolder();
    const half = path.join(folder.path, 'postgres', '18.new');
    mkdirSync(half, { recursive: true });
    writeFileSync(path.join(half, 'PG_VERSION'), '18\n');
    const first = await useServer(folder.path);
    expect(existsSync(half)).toBe(false);
    await ask(first, 'create table kept as select 7 as n');
    const pid = first.pid();
    await Promise.all([first.close(), first.close()]);
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(path.join(first.cluster, 'postmaster.pid'))).toBe(false);
    await using second = await useServer(folder.path);
    expect(await ask(second, 'select n from kept')).toEqual([{ n: 7 }]);
    await second.close();
    await expect(useServer(folder.path, { settings: { shared_buffers: 'a lot' } })).rejects.toThrow(
      /PostgreSQL did not start: .*invalid value for parameter "shared_buffers": "a lot"/s,
    );
    await using third = await useServer(folder.path);
    expect(await ask(third, 'select n from kept')).toEqual([{ n: 7 }]);
  });
});

describe('where the data folder is', () => {
  test('a path too long for a socket: the socket goes to a short private folder', async () => {
    using folder = useDataFolder();
    const long = path.join(folder.path, ...Array.from({ length: 4 }, () => 'a-rather-long-name-of-a-folder'));
    await using server = await useServer(long);
    expect(server.cluster.startsWith(long)).toBe(true);
    expect(server.connection.host.startsWith(os.tmpdir())).toBe(true);
    expect(lstatSync(server.connection.host).mode & 0o077).toBe(0);
    await expect(useServer(long)).rejects.toThrow('Another process of Entente already runs');
    rmSync(server.connection.host, { recursive: true });
  });

  test.runIf(isRoot)('a short folder that somebody else made first is refused', () => {
    using folder = useDataFolder();
    const account = chooseAccount('entente-db');
    const long = path.join(folder.path, ...Array.from({ length: 4 }, () => 'a-rather-long-name-of-a-folder'));
    const { sockets } = prepareFolders(long, account);
    rmSync(sockets, { recursive: true });
    const stranger = spawn('mkdir', [sockets], { uid: 65_534, gid: 65_534 });
    return new Promise<void>((resolve) => stranger.once('close', () => resolve())).then(() => {
      expect(() => prepareFolders(long, account)).toThrow(`${sockets} belongs to user id 65534`);
      rmSync(sockets, { recursive: true });
    });
  });

  test.runIf(isRoot)('below a folder private to root: the data moves, and a note says where', async () => {
    using folder = useDataFolder();
    const dataDir = path.join(folder.path, 'private', 'data');
    mkdirSync(dataDir, { recursive: true });
    chmodSync(path.dirname(dataDir), 0o700);
    await using server = await useServer(dataDir);
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    const moved = path.dirname(server.cluster);
    expect(moved.startsWith(folder.path)).toBe(false);
    expect(readFileSync(path.join(dataDir, 'postgres', 'MOVED.txt'), 'utf8')).toContain(moved);
    await server.close();
    rmSync(moved, { recursive: true });
  });

  test.runIf(isRoot)(
    'a data folder that is itself private to root is opened for walking through',
    async () => {
      using folder = useDataFolder();
      chmodSync(folder.path, 0o700);
      await using server = await useServer(folder.path);
      expect(server.cluster.startsWith(folder.path)).toBe(true);
      expect(lstatSync(folder.path).mode & 0o777).toBe(0o711);
    },
  );

  test.runIf(isRoot)('an ordinary user needs no account', async () => {
    using folder = useDataFolder();
    await using nobody = startProcess(folder.path, { uid: 65_534, gid: 65_534 });
    await expect(nobody.says(({ ready }) => ready !== undefined)).rejects.toThrow(/EACCES|permission denied/);
    const home = path.join(os.tmpdir(), `entente-nobody-${process.pid}`);
    await using owner = startProcess(home, { uid: 65_534, gid: 65_534, env: { PATH: process.env['PATH'] } });
    const { ready = 0 } = await owner.says((said) => said.ready !== undefined);
    expect(lstatSync(`/proc/${ready}`).uid).toBe(65_534);
    await owner.kill('SIGTERM');
    rmSync(home, { recursive: true });
  });
});

describe('a second hub on the same data folder', () => {
  test('is refused with a sentence, in this process and in another', async () => {
    using folder = useDataFolder();
    await using server = await useServer(folder.path);
    const refusal = `Another process of Entente already runs on the data folder ${folder.path}: stop it, or set ENTENTE_DATA to another folder.`;
    await expect(useServer(folder.path)).rejects.toThrow(refusal);
    await using other = startProcess(folder.path);
    expect(await other.says(({ failed }) => failed !== undefined)).toEqual({ failed: refusal });
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('of two that start at once, one gets it', async () => {
    using folder = useDataFolder();
    const starts = await Promise.allSettled([useServer(folder.path), useServer(folder.path)]);
    const running = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(running).toHaveLength(1);
    await running[0]?.close();
  });
});

test('a pid file that lies keeps nobody from starting, and costs no stranger his life', async () => {
  using folder = useDataFolder();
  const first = await useServer(folder.path);
  const file = path.join(first.cluster, 'postmaster.pid');
  const honest = readFileSync(file, 'utf8');
  await first.close();
  const stranger = spawn('sleep', ['60']);
  const { parent, zombie } = await makeZombie();
  for (const lie of [stranger.pid, zombie, 'nonsense']) {
    writeFileSync(file, honest.replace(/^\d+/, String(lie)));
    await using next = await useServer(folder.path);
    expect(await ask(next, 'select 1 as one')).toEqual([{ one: 1 }]);
  }
  expect(isRunning(stranger.pid ?? 0)).toBe(true);
  stranger.kill();
  parent.kill();
});

/** `sleep` never asks for the end of a child it did not start itself. */
async function makeZombie(): Promise<{ parent: ChildProcess; zombie: number }> {
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = await once(parent.stdout, 'data');
  const zombie = Number(String(output));
  await sleep(300);
  expect(readFileSync(`/proc/${zombie}/stat`, 'utf8')).toContain(') Z ');
  return { parent, zombie };
}
