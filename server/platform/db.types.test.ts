// The compiler is the test here: an `@ts-expect-error` above a line that compiles is itself an error.
import { type Generated, type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db, Reader, Tx } from './db.ts';

declare module '#server/platform/db.ts' {
  interface Tables {
    typeProbes: { id: Generated<number>; note: string };
  }
}

export const reads = [
  (db: Db) => db.read.selectFrom('typeProbes').selectAll().execute(),
  (reader: Reader) => sql<{ one: number }>`select 1 as one`.execute(reader),
  (reader: Reader) =>
    reader
      .with('recent', (from) => from.selectFrom('typeProbes').select('note'))
      .selectFrom('recent')
      .select('recent.note')
      .execute(),
  (tx: Tx, store: (reader: Reader) => void) => store(tx),
  (tx: Tx) => tx.insertInto('typeProbes').values({ note: 'x' }).execute(),
];

export const writes = [
  // @ts-expect-error no insert outside of a transaction
  (db: Db) => db.read.insertInto('typeProbes'),
  // @ts-expect-error no update outside of a transaction
  (db: Db) => db.read.updateTable('typeProbes').set({ note: 'x' }),
  // @ts-expect-error no delete outside of a transaction
  (db: Db) => db.read.deleteFrom('typeProbes').where('id', '=', 1),
  // @ts-expect-error a write cannot hide in a common table expression
  (db: Db) => db.read.with('gone', (from) => from.deleteFrom('typeProbes').returning('id')),
  (reader: Reader) => {
    const after = reader.with('a', (from) => from.selectFrom('typeProbes').select('id'));
    // @ts-expect-error nor come after one
    return after.deleteFrom('a').execute();
  },
  // @ts-expect-error nor a change of the schema
  (db: Db) => db.read.schema.dropTable('typeProbes'),
  // @ts-expect-error a Reader is no Tx
  (reader: Reader, store: (tx: Tx) => void) => store(reader),
  // @ts-expect-error nor is a bare kysely instance
  (db: Kysely<object>, store: (tx: Tx) => void) => store(db),
  // @ts-expect-error an unknown table
  (tx: Tx) => tx.insertInto('noSuchTable').values({ note: 'x' }),
];

test('what may read and write compiles', () => {
  expect(reads).toHaveLength(5);
  expect(writes).toHaveLength(9);
});
