import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { expect, test } from 'vitest';
import { migrate } from '#server/platform/migrator.ts';
import { migrations } from '#server/platform/migrations/index.ts';
import { checkServer, checkVersion } from '#server/platform/postgres/external.ts';
import { createTestDatabase } from './database.ts';

const create = (table: string): Migration => ({
  up: async (db) => {
    await sql.raw(`create table ${table} (n int)`).execute(db);
  },
});
const failing: Migration = {
  up: async (db) => {
    await sql`create table half_done (n int)`.execute(db);
    await sql`select nonsense`.execute(db);
  },
};
const next = { ...migrations, '9001-one': create('one'), '9002-two': create('two') };

test('hubs that start at once migrate once', async () => {
  await using database = await createTestDatabase();
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database.connection, next)));
  expect(applied.flat().toSorted()).toEqual(['9001-one', '9002-two']);
  expect(await migrate(database.connection, next)).toEqual([]);
});

test('a migration that fails changes nothing, nor do those before it in the same start', async () => {
  await using database = await createTestDatabase();
  const broken = { ...migrations, '9001-one': create('one'), '9002-broken': failing };
  await expect(migrate(database.connection, broken)).rejects.toThrow(
    'Migration 9002-broken failed and changed nothing: column "nonsense" does not exist',
  );
  await using db = database.open();
  const { rows } = await db.pool.query("select to_regclass('one') as one, to_regclass('half_done') as half");
  expect(rows).toEqual([{ one: null, half: null }]);
});

test('an older program refuses the database of a newer one', async () => {
  await using database = await createTestDatabase();
  await migrate(database.connection, next);
  await expect(migrate(database.connection)).rejects.toThrow('changed by a newer version');
});

test('every migration applies to an empty database', async () => {
  await using database = await createTestDatabase();
  await using db = database.open();
  const { rows } = await db.pool.query<{ name: string }>('select name from kysely_migration order by name');
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations).toSorted());
});

test('a server of DATABASE_URL is checked before it is used', async () => {
  await using database = await createTestDatabase();
  await expect(checkServer(database.url)).resolves.toBeUndefined();
  const nobody = 'postgres://somebody:secret@127.0.0.1:1/hub';
  const refused = await checkServer(nobody, { patienceMs: 0 }).catch((error: unknown) => String(error));
  expect(refused).toMatch(/DATABASE_URL leads to 127\.0\.0\.1:1\/hub, which cannot be used: .*ECONNREFUSED/);
  expect(refused).not.toContain('secret');
  expect(() => checkVersion({ number: 140_012, name: '14.12' })).toThrow(
    'DATABASE_URL leads to PostgreSQL 14.12: version 15 or newer is needed.',
  );
});
