import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { QuerySeen } from '#server/platform/db.ts';
import { violatedUnique } from '#server/platform/db-errors.ts';
import { openProbes, probesOf } from './platform-probes.ts';

describe('the database of a test', () => {
  test('is its own', async () => {
    await using one = await openProbes();
    await using two = await openProbes();
    await one.db.transaction((tx) => tx.insertInto('probes').values({ note: 'a' }).execute());
    expect(await probesOf(two.db)).toEqual([]);
  });
});

describe('reading', () => {
  test('is refused to write by PostgreSQL too, where the types cannot see it', async () => {
    await using world = await openProbes();
    const insert = sql`insert into probes (note) values ('x')`.execute(world.db.read);
    await expect(insert).rejects.toThrow('read-only transaction');
  });

  test('gives exact numbers, and dates without a time zone', async () => {
    await using world = await openProbes();
    const ask = (text: string) => world.db.pool.query(text).then(({ rows }) => rows[0]);
    expect(await ask("select 9007199254740991::int8 as n, date '2026-03-29' as d")).toEqual({
      n: Number.MAX_SAFE_INTEGER,
      d: '2026-03-29',
    });
    await expect(ask('select 9007199254740993::int8')).rejects.toThrow('too large');
  });

  test('statements can be counted', async () => {
    await using world = await openProbes();
    const seen: QuerySeen[] = [];
    const stop = world.db.onQuery((query) => seen.push(query));
    await probesOf(world.db);
    await world.db.transaction((tx) => tx.insertInto('probes').values({ note: 'a' }).execute());
    await sql`select nonsense`.execute(world.db.read).catch(() => {});
    stop();
    await probesOf(world.db);
    expect(seen.map(({ sql: text, failed }) => [text.split(' ')[0], failed])).toEqual([
      ['select', false],
      ['begin', false],
      ['insert', false],
      ['commit', false],
      ['select', true],
    ]);
    expect(seen[2]?.parameters).toEqual(['a']);
  });
});

describe('what goes wrong', () => {
  test('a statement that takes too long is a timeout', async () => {
    await using world = await openProbes();
    const slow = world.db.transaction(async (tx) => {
      await sql`set local statement_timeout = 50`.execute(tx);
      await sql`select pg_sleep(5)`.execute(tx);
    });
    await expect(slow).rejects.toMatchObject({ code: 'timeout' });
    const { rows } = await world.db.pool.query('show statement_timeout');
    expect(rows).toEqual([{ statement_timeout: '30s' }]);
  });

  test('a lost connection is unavailable, once; the next query gets another one', async () => {
    await using world = await openProbes();
    const die = sql`select pg_terminate_backend(pg_backend_pid())`;
    await expect(die.execute(world.db.read)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await probesOf(world.db)).toEqual([]);
    const undone = world.db.transaction(async (tx) => {
      await tx.insertInto('probes').values({ note: 'lost' }).execute();
      await die.execute(tx);
    });
    await expect(undone).rejects.toMatchObject({ code: 'unavailable' });
    expect(await probesOf(world.db)).toEqual([]);
  });

  test('a lost connection that nobody uses disturbs nobody', async () => {
    await using world = await openProbes();
    await probesOf(world.db);
    await world.db.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await sleep(50);
    expect(await probesOf(world.db)).toEqual([]);
    await world.db.ping();
  });

  test('a violated unique constraint can be told by its name', async () => {
    await using world = await openProbes();
    const insert = () =>
      world.db.transaction((tx) => tx.insertInto('probes').values({ id: 1, note: 'a' }).execute());
    await insert();
    const error = await insert().catch((cause: unknown) => cause);
    expect(violatedUnique(error)).toBe('probes_pkey');
    expect(violatedUnique(new Error('something else'))).toBeUndefined();
  });

  test('after closing nothing works, and closing again is nothing', async () => {
    await using world = await openProbes();
    await world.db.close();
    await world.db.close();
    const unavailable = { code: 'unavailable' };
    await expect(probesOf(world.db)).rejects.toMatchObject(unavailable);
    await expect(world.db.transaction(async () => {})).rejects.toMatchObject(unavailable);
    await expect(world.db.ping()).rejects.toMatchObject(unavailable);
  });

  test('reads go on while every transaction waits for one', async () => {
    await using world = await openProbes();
    const reads = Array.from({ length: 12 }, () =>
      world.db.transaction(async (tx) => {
        await sql`select 1`.execute(tx);
        return probesOf(world.db);
      }),
    );
    expect(await Promise.all(reads)).toHaveLength(12);
  });
});
