import type { RawBuilder } from 'kysely';
import type { Db } from './db.ts';
import { translateDbError } from './db-errors.ts';

/** Runs a statement that is asked again and again: a connection parses and plans it once. Its text never differs. */
export async function executePrepared<Row extends object>(
  { read, pool }: Pick<Db, 'read' | 'pool'>,
  name: string,
  query: RawBuilder<Row>,
): Promise<Row[]> {
  const { sql: text, parameters } = query.compile(read);
  try {
    return (await pool.query<Row>({ name, text, values: [...parameters] })).rows;
  } catch (error) {
    throw translateDbError(error);
  }
}
