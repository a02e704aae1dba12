import { Kysely, type LogEvent } from 'kysely';
import type { Db, QuerySeen, Tables } from './db.ts';
import { postgresDialect } from './db-driver.ts';
import { translateDbError } from './db-errors.ts';
import { type Connection, createPool } from './db-pool.ts';
import type { Logger } from './logger.ts';
import { asReader, createTransaction } from './transaction.ts';

export type DbOptions = {
  connection: Connection;
  logger: Logger;
  /** Connections for reading and as many for transactions. */
  connections?: number;
  /** Ends what the connections lead to, after they were closed. */
  onClose?(): Promise<void>;
};

/**
 * Reads and transactions have pools of their own: reads are refused to write by PostgreSQL too, and transactions that
 * wait for a read cannot starve each other.
 */
export function createDb({ connection, logger, connections = 10, onClose }: DbOptions): Db {
  const listeners = new Set<(query: QuerySeen) => void>();
  const log = (event: LogEvent) => {
    for (const listener of listeners) listener(describe(event));
  };
  const readPool = createPool(connection, { max: connections, readOnly: true, name: 'entente read' });
  const pool = createPool(connection, { max: connections, name: 'entente' });
  const reading = new Kysely<Tables>({ dialect: postgresDialect(readPool), log });
  const writing = new Kysely<Tables>({ dialect: postgresDialect(pool), log });

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= Promise.all([readPool.end(), pool.end()]).then(() => onClose?.());
    return closing;
  };
  return {
    read: asReader(reading),
    transaction: createTransaction(writing, logger),
    pool,
    ping: async () => {
      await pool.query('select 1').catch((error: unknown) => {
        throw translateDbError(error);
      });
    },
    onQuery: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const describe = (event: LogEvent): QuerySeen => ({
  sql: event.query.sql,
  parameters: event.query.parameters,
  milliseconds: event.queryDurationMillis,
  failed: event.level === 'error',
});
