import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { createLogger } from '#server/platform/logger.ts';
import type { Jobs } from '#server/platform/jobs.ts';
import { createJobs } from '#server/platform/jobs-boss.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const Note = z.object({ text: z.string() });
const logger = createLogger({ level: 'silent' });

/** Two hubs over one database would each have their own. */
async function createWorld() {
  const stack = new AsyncDisposableStack();
  const database: TestDatabase = stack.use(await createTestDatabase());
  const db = stack.use(database.open());
  return {
    db,
    hub: (options: { drainMs?: number } = {}): Jobs =>
      stack.use(createJobs({ db, logger, pollSeconds: 0.5, ...options })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

// Delays are counted in seconds by the database.
vi.setConfig({ testTimeout: 40_000 });

describe('enqueuing', () => {
  test('runs the handler at once, with what was given', async () => {
    await using world = await createWorld();
    const jobs = world.hub();
    const seen: string[] = [];
    const note = jobs.define('note', Note, async ({ text }, { attempt }) => {
      seen.push(`${text} ${attempt}`);
    });
    await jobs.start();
    const start = performance.now();
    await note.enqueue(undefined, { text: 'hello' });
    await expect.poll(() => seen).toEqual(['hello 1']);
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  test('within a transaction: no commit, no job', async () => {
    await using world = await createWorld();
    const jobs = world.hub();
    const seen: string[] = [];
    const note = jobs.define('note', Note, async ({ text }) => void seen.push(text));
    await jobs.start();
    const undone = world.db.transaction(async (tx) => {
      await note.enqueue(tx, { text: 'undone' });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    await world.db.transaction(async (tx) => {
      await note.enqueue(tx, { text: 'done' });
      await sleep(100);
      expect(seen).toEqual([]);
    });
    await expect.poll(() => seen).toEqual(['done']);
  });

  test('a key merges what waits, no key never does', async () => {
    await using world = await createWorld();
    const jobs = world.hub();
    const seen: string[] = [];
    const note = jobs.define('note', Note, async ({ text }) => void seen.push(text));
    await jobs.start();
    const startAfter = new Date(Date.now() + 300);
    const ids = [
      await note.enqueue(undefined, { text: 'a' }, { key: 'k', startAfter }),
      await note.enqueue(undefined, { text: 'b' }, { key: 'k', startAfter }),
      await note.enqueue(undefined, { text: 'c' }, { startAfter }),
      await note.enqueue(undefined, { text: 'd' }, { startAfter }),
    ];
    expect(ids.map(Boolean)).toEqual([true, false, true, true]);
    await vi.waitFor(() => expect(seen.toSorted()).toEqual(['a', 'c', 'd']), { timeout: 5_000 });
  });

  test('data that does not fit is refused where it is given', async () => {
    await using world = await createWorld();
    const jobs = world.hub();
    jobs.define('note', Note, async () => {});
    await jobs.start();
    await expect(jobs.enqueue(undefined, 'note', { text: 7 })).rejects.toThrow('expected string');
    await expect(jobs.enqueue(undefined, 'nothing', {})).rejects.toThrow('there is no job nothing');
    expect(() => jobs.define('late', Note, async () => {})).toThrow('too late');
  });
});

describe('failing', () => {
  test('is tried again, and after the last attempt kept among the dead, from where it can be revived', async () => {
    await using world = await createWorld();
    const jobs = world.hub();
    const attempts: number[] = [];
    let broken = true;
    const note = jobs.define(
      'note',
      Note,
      async (_data, { attempt }) => {
        attempts.push(attempt);
        if (broken) throw new Error('the printer is on fire');
      },
      { retries: 1, retryDelaySeconds: 0 },
    );
    await jobs.start();
    await note.enqueue(undefined, { text: 'x' });
    await vi.waitFor(async () => expect(await jobs.dead('note')).toHaveLength(1), {
      timeout: 15_000,
      interval: 200,
    });
    expect(attempts).toEqual([1, 2]);
    expect(await jobs.dead('note')).toMatchObject([
      { name: 'note', data: { text: 'x' }, error: 'the printer is on fire', failedAt: expect.any(Date) },
    ]);
    broken = false;
    expect(await jobs.revive('note')).toBe(1);
    await vi.waitFor(() => expect(attempts).toHaveLength(3), { timeout: 5_000 });
    expect(await jobs.dead('note')).toEqual([]);
  });

  test('data that no longer fits goes to the dead without another attempt', async () => {
    await using world = await createWorld();
    const before = world.hub();
    before.define('note', z.object({ old: z.string() }), () => new Promise(() => {}));
    await before.start();
    await before.enqueue(undefined, 'note', { old: 'x' }, { startAfter: new Date(Date.now() + 500) });
    await before.stop();
    const after = world.hub();
    let runs = 0;
    after.define('note', Note, async () => void runs++);
    await after.start();
    await vi.waitFor(async () => expect(await after.dead('note')).toHaveLength(1), {
      timeout: 15_000,
      interval: 200,
    });
    expect(runs).toBe(0);
  });
});

describe('two hubs', () => {
  test('share the work: each job runs once', async () => {
    await using world = await createWorld();
    const seen: string[] = [];
    const hubs = [world.hub(), world.hub()];
    for (const jobs of hubs)
      jobs.define('note', Note, async ({ text }) => void seen.push(text), { concurrency: 2 });
    await Promise.all(hubs.map((jobs) => jobs.start()));
    const texts = Array.from({ length: 20 }, (_, index) => String(index));
    for (const text of texts) await hubs[0]?.enqueue(undefined, 'note', { text });
    await vi.waitFor(() => expect(seen.toSorted()).toEqual(texts.toSorted()), { timeout: 15_000 });
  });
});

describe('stopping', () => {
  test('waits for what runs, and takes nothing new', async () => {
    await using world = await createWorld();
    const jobs = world.hub();
    const seen: string[] = [];
    const note = jobs.define('note', Note, async ({ text }) => {
      seen.push(`${text} begins`);
      await sleep(300);
      seen.push(`${text} ends`);
    });
    await jobs.start();
    await note.enqueue(undefined, { text: 'a' });
    await expect.poll(() => seen).toEqual(['a begins']);
    await note.enqueue(undefined, { text: 'b' });
    await Promise.all([jobs.stop(), jobs.stop()]);
    expect(seen).toEqual(['a begins', 'a ends']);
    const next = world.hub();
    next.define('note', Note, async ({ text }) => void seen.push(`${text} by the next hub`));
    await next.start();
    await vi.waitFor(() => expect(seen.at(-1)).toBe('b by the next hub'), { timeout: 5_000 });
  });

  test('does not wait for ever: what still runs is aborted and tried again by the next hub', async () => {
    await using world = await createWorld();
    const jobs = world.hub({ drainMs: 100 });
    const seen: string[] = [];
    const note = jobs.define(
      'note',
      Note,
      async (_data, { signal }) => {
        seen.push('begins');
        await new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
      { retryDelaySeconds: 0 },
    );
    await jobs.start();
    await note.enqueue(undefined, { text: 'a' });
    await expect.poll(() => seen).toEqual(['begins']);
    const start = performance.now();
    await jobs.stop();
    expect(performance.now() - start).toBeLessThan(4_000);
    const next = world.hub();
    next.define('note', Note, async (_data, { attempt }) => void seen.push(`attempt ${attempt}`));
    await next.start();
    await vi.waitFor(() => expect(seen).toEqual(['begins', 'attempt 2']), { timeout: 5_000 });
  });

  test('without having started is nothing', async () => {
    await using world = await createWorld();
    const jobs = world.hub();
    await jobs.stop();
    await expect(jobs.stop()).resolves.toBeUndefined();
  });
});

test('what is scheduled in the code is scheduled in the database, nothing else', async () => {
  await using world = await createWorld();
  const scheduled = async () =>
    (await world.db.pool.query('select name, cron, timezone from jobs.schedule order by name')).rows;
  const before = world.hub();
  for (const name of ['sweep', 'old']) before.define(name, z.object({}), async () => {});
  await before.schedule('sweep', '0 3 * * *');
  await before.schedule('old', '0 4 * * *');
  await before.start();
  expect(await scheduled()).toHaveLength(2);
  await before.stop();
  const after = world.hub();
  after.define('sweep', z.object({}), async () => {});
  await after.schedule('sweep', '30 3 * * *', {}, { timeZone: 'Europe/Paris' });
  await after.start();
  expect(await scheduled()).toEqual([{ name: 'sweep', cron: '30 3 * * *', timezone: 'Europe/Paris' }]);
});
