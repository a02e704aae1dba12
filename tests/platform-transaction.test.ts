import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Db, Tx } from '#server/platform/db.ts';
import { openProbes, probesOf } from './platform-probes.ts';

const insert = (tx: Tx, note: string) => tx.insertInto('probes').values({ note }).execute();

describe('a transaction', () => {
  test('commits what its work resolves to, and undoes all when it throws', async () => {
    await using world = await openProbes();
    const result = await world.db.transaction(async (tx) => {
      await insert(tx, 'kept');
      return 'done';
    });
    expect(result).toBe('done');
    const failing = world.db.transaction(async (tx) => {
      await insert(tx, 'undone');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await probesOf(world.db)).toEqual(['kept']);
  });

  test('does not commit when an error of the database was swallowed', async () => {
    await using world = await openProbes();
    const swallowing = world.db.transaction(async (tx) => {
      await insert(tx, 'lost');
      await sql`select nonsense`.execute(tx).catch(() => {});
    });
    await expect(swallowing).rejects.toThrow('rolled back instead of committed');
    expect(await probesOf(world.db)).toEqual([]);
  });

  test('refuses another one inside of it, which would wait for its own locks', async () => {
    await using world = await openProbes();
    const nested = world.db.transaction((tx) =>
      insert(tx, 'outer').then(() => world.db.transaction((inner) => insert(inner, 'inner'))),
    );
    await expect(nested).rejects.toThrow('hand its tx on');
    expect(await probesOf(world.db)).toEqual([]);
  });

  test('lets work that outlives it open its own', async () => {
    await using world = await openProbes();
    let later = Promise.resolve<unknown>(undefined);
    await world.db.transaction(async (tx) => {
      await insert(tx, 'first');
      later = sleep(50).then(() => world.db.transaction((own) => insert(own, 'second')));
    });
    await later;
    expect(await probesOf(world.db)).toEqual(['first', 'second']);
  });
});

describe('after the commit', () => {
  test('hooks run in order, see what was written, and are waited for', async () => {
    await using world = await openProbes();
    const steps: string[] = [];
    await world.db.transaction(async (tx) => {
      tx.afterCommit(async () => {
        await sleep(20);
        steps.push(`one sees ${await probesOf(world.db)}`);
      });
      tx.afterCommit(() => void steps.push('two'));
      await insert(tx, 'a');
      steps.push('work');
    });
    expect(steps).toEqual(['work', 'one sees a', 'two']);
  });

  test('a hook that fails is logged; the others run, and nothing is undone', async () => {
    await using world = await openProbes();
    const steps: string[] = [];
    await world.db.transaction(async (tx) => {
      tx.afterCommit(() => {
        throw new Error('the publisher is down');
      });
      tx.afterCommit(() => void steps.push('two'));
      await insert(tx, 'a');
    });
    expect(steps).toEqual(['two']);
    expect(await probesOf(world.db)).toEqual(['a']);
    expect(world.logged.join()).toContain('the publisher is down');
  });

  test('hooks do not run without a commit', async () => {
    await using world = await openProbes();
    const steps: string[] = [];
    const failing = world.db.transaction(async (tx) => {
      tx.afterCommit(() => void steps.push('never'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(steps).toEqual([]);
  });

  test('a hook may open a transaction; adding one too late is refused', async () => {
    await using world = await openProbes();
    let late: Tx | undefined;
    await world.db.transaction(async (tx) => {
      late = tx;
      tx.afterCommit(() => world.db.transaction((own) => insert(own, 'from the hook')).then(() => {}));
    });
    expect(await probesOf(world.db)).toEqual(['from the hook']);
    expect(() => late?.afterCommit(() => {})).toThrow('the transaction has ended');
  });
});

describe('a conflict between transactions', () => {
  const fail = (code: string) =>
    sql.raw(`do $$ begin raise exception 'planned' using errcode = '${code}'; end $$`);

  /** Fails `times` times, after having written. */
  async function attempt(db: Db, code: string, times: number): Promise<{ tries: number; hooks: number[] }> {
    let tries = 0;
    const hooks: number[] = [];
    await db.transaction(async (tx) => {
      const current = ++tries;
      tx.afterCommit(() => void hooks.push(current));
      await insert(tx, `try ${current}`);
      if (current <= times) await fail(code).execute(tx);
    });
    return { tries, hooks };
  }

  test.each(['40001', '40P01'])('%s is tried again, up to three times', async (code) => {
    await using world = await openProbes();
    expect(await attempt(world.db, code, 3)).toEqual({ tries: 4, hooks: [4] });
    expect(await probesOf(world.db)).toEqual(['try 4']);
    await expect(attempt(world.db, code, 4)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('another error is not', async () => {
    await using world = await openProbes();
    await expect(attempt(world.db, '23514', 1)).rejects.toThrow('planned');
    expect(await probesOf(world.db)).toEqual([]);
  });

  test('a real deadlock ends with both done', async () => {
    await using world = await openProbes();
    await world.db.transaction((tx) => insert(tx, 'a').then(() => insert(tx, 'b')));
    const touch = (tx: Tx, id: number, by: string) =>
      tx
        .updateTable('probes')
        .set({ note: sql<string>`note || ${by}` })
        .where('id', '=', id)
        .execute();
    const both = (first: number, second: number, by: string) =>
      world.db.transaction(async (tx) => {
        await touch(tx, first, by);
        await sleep(100);
        await touch(tx, second, by);
      });
    await Promise.all([both(1, 2, 'x'), both(2, 1, 'y')]);
    expect((await probesOf(world.db)).map((note) => [...note].toSorted().join(''))).toEqual(['axy', 'bxy']);
  });
});
