import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';

describe('the database of a test', () => {
  test('is made in a moment and is its own', async () => {
    const start = performance.now();
    await using one = await createTestDatabase();
    console.log('clone ms', performance.now() - start);
    await using two = await createTestDatabase();
    await using a = one.open();
    await using b = two.open();
    await a.pool.query('create table t (n int)');
    await expect(b.pool.query('select * from t')).rejects.toThrow('does not exist');
    const rows = await sql<{ n: number }>`select count(*) as n from t`.execute(a.read);
    expect(rows.rows).toEqual([{ n: 0 }]);
  });
});
