import type pg from 'pg';
import { translateDbError } from '#server/platform/db-errors.ts';

/**
 * A named prepared statement: parsed once per connection, which halves the cost of the few that run all the time. One
 * statement is one transaction, so those that write need no other. `text` is for looking at its plan.
 */
export function statement<Row extends pg.QueryResultRow>(name: string, text: string) {
  const run = async (pool: pg.Pool, values: unknown[]): Promise<Row[]> => {
    try {
      return (await pool.query<Row>({ name: `chat:${name}`, text, values })).rows;
    } catch (error) {
      throw translateDbError(error);
    }
  };
  return Object.assign(run, { text });
}
