import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { createJobs } from '#server/platform/jobs-boss.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createDb } from '#server/platform/open-db.ts';
import { isRunning } from '#server/platform/postgres/processes.ts';
import { AppError } from '#shared/contract/errors.ts';
import { ask, startProcess, untilGone, useDataFolder, useServer } from './platform-database-kit.ts';

const numbers = (rows: { n: number }[]) => new Set(rows.map(({ n }) => n));

// Making a cluster and syncing it takes long on a busy disk.
vi.setConfig({ testTimeout: 60_000 });

describe('the server is killed', () => {
  test('under load: no committed row is lost, failures are unavailable, and it comes back by itself', async () => {
    using folder = useDataFolder();
    await using server = await useServer(folder.path);
    await ask(server, 'create table probes (id int generated always as identity, note text not null)');
    await using db = createDb({ connection: server.connection, logger: createLogger({ level: 'silent' }) });
    const committed: string[] = [];
    const failures: unknown[] = [];
    const done = new AbortController();
    const writer = async (name: number) => {
      for (let n = 0; !done.signal.aborted; n++) {
        const note = `${name}-${n}`;
        try {
          await db.transaction((tx) => tx.insertInto('probes').values({ note }).execute());
          committed.push(note);
        } catch (error) {
          failures.push(error);
          await sleep(5);
        }
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)));
    for (let round = 0; round < 2; round++) {
      await sleep(300);
      const [pid, before] = [server.pid(), committed.length];
      process.kill(pid, 'SIGKILL');
      while (server.pid() === pid || committed.length < before + 20) await sleep(10);
    }
    done.abort();
    await writers;
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toMatchObject({ code: 'unavailable' });
    }
    const rows = await db.read.selectFrom('probes').select('note').execute();
    const kept = new Set(rows.map(({ note }) => note));
    expect(committed.filter((note) => !kept.has(note))).toEqual([]);
  });

  test('jobs go on afterwards', async () => {
    using folder = useDataFolder();
    await using server = await useServer(folder.path);
    const logger = createLogger({ level: 'silent' });
    await using db = createDb({ connection: server.connection, logger });
    await using jobs = createJobs({ db, logger, pollSeconds: 0.5 });
    const seen: string[] = [];
    const note = jobs.define(
      'note',
      z.object({ text: z.string() }),
      async ({ text }) => void seen.push(text),
    );
    await jobs.start();
    await note.enqueue(undefined, { text: 'before' });
    await vi.waitFor(() => expect(seen).toEqual(['before']), { timeout: 5_000 });
    const pid = server.pid();
    process.kill(pid, 'SIGKILL');
    while (server.pid() === pid) await sleep(10);
    await note.enqueue(undefined, { text: 'after' });
    await vi.waitFor(() => expect(seen).toEqual(['before', 'after']), { timeout: 20_000 });
  });

  test('again and again: after five times within a minute it is fatal', async () => {
    using folder = useDataFolder();
    const over = new AbortController();
    await using server = await useServer(folder.path, { onFatal: (error) => over.abort(error) });
    let kills = 0;
    for (let last = 0; !over.signal.aborted; await sleep(20)) {
      if (server.pid() === last) continue;
      last = server.pid();
      process.kill(last, 'SIGKILL');
      kills++;
    }
    expect(kills).toBe(6);
    expect(String(over.signal.reason)).toContain('ended 6 times within a minute');
  });

  test('while it is being closed: closing ends all the same', async () => {
    using folder = useDataFolder();
    const server = await useServer(folder.path);
    process.kill(server.pid(), 'SIGKILL');
    await sleep(20);
    await server.close();
    await untilGone(server.pid());
    expect(isRunning(server.pid())).toBe(false);
  });
});

describe('the hub is killed under load', () => {
  async function killAndRestart(env: NodeJS.ProcessEnv): Promise<{ outlived: boolean }> {
    using folder = useDataFolder();
    await using first = startProcess(folder.path, { mode: 'write', env });
    const { ready: pid = 0 } = await first.says(({ ready }) => ready !== undefined);
    await first.says(({ wrote = 0 }) => wrote > 300);
    await first.kill('SIGKILL');
    const committed = first.said.flatMap(({ wrote }) => wrote ?? []);
    await sleep(300);
    const outlived = isRunning(pid);
    await using second = await useServer(folder.path);
    const kept = numbers(await ask<{ n: number }>(second, 'select n from written'));
    expect(committed.filter((n) => !kept.has(n))).toEqual([]);
    expect(isRunning(pid)).toBe(false);
    return { outlived };
  }

  test('the server stops by itself, and the next hub finds every committed row', async () => {
    expect(await killAndRestart(process.env)).toEqual({ outlived: false });
  });

  test('without setpriv the server outlives it, and the next hub stops that one first', async () => {
    expect(await killAndRestart({ ...process.env, PATH: '/nonexistent' })).toEqual({ outlived: true });
  });

  test('together with all processes of its server', async () => {
    using folder = useDataFolder();
    await using first = startProcess(folder.path, { mode: 'write' });
    const { ready: pid = 0 } = await first.says(({ ready }) => ready !== undefined);
    await first.says(({ wrote = 0 }) => wrote > 300);
    process.kill(-pid, 'SIGKILL');
    await first.kill('SIGKILL');
    const committed = first.said.flatMap(({ wrote }) => wrote ?? []);
    await using second = await useServer(folder.path);
    const kept = numbers(await ask<{ n: number }>(second, 'select n from written'));
    expect(committed.filter((n) => !kept.has(n))).toEqual([]);
  });
});
