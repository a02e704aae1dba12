import pg from 'pg';

/** Where the database is: a URL, or the socket of the embedded server. */
export type Connection = { connectionString: string } | { host: string; user: string; database: string };

export type PoolOptions = {
  max: number;
  readOnly?: boolean;
  /** 0 for none. */
  statementTimeoutMs?: number;
  name?: string;
};

const types = new pg.TypeOverrides();
/** Counters and sequence numbers are numbers, as long as they are exact. */
types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number`);
  return value;
});
/** A date has no time zone; `pg` would make it local midnight. */
types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export function createPool(connection: Connection, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    types,
    max: options.max,
    // Whoever comes after a quiet while does not wait for a connection, and for it to learn what tables there are.
    min: Math.min(2, options.max),
    application_name: options.name ?? 'entente',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 30_000,
    options: options.readOnly ? '-c default_transaction_read_only=on' : '',
  });
  // An idle connection that is lost: the pool replaces it.
  pool.on('error', () => {});
  // One that is lost while in use also fails its query; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
