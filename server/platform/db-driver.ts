import {
  type Dialect,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import { AppError } from '#shared/contract/errors.ts';
import { translateDbError } from './db-errors.ts';

/** kysely's PostgreSQL dialect whose errors say whether the database was reachable. */
export const postgresDialect = (pool: PostgresPool): Dialect => new PostgresDialect({ pool: guard(pool) });

function guard(pool: PostgresPool): PostgresPool {
  // One guard per client for as long as it lives: kysely recognises connections by identity.
  const guards = new WeakMap<PostgresPoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw translateDbError(error);
      });
      const guarded = guards.get(client) ?? new GuardedClient(client);
      guards.set(client, guarded);
      return guarded;
    },
  };
}

class GuardedClient implements PostgresPoolClient {
  readonly #client: PostgresPoolClient;
  #lost = false;

  constructor(client: PostgresPoolClient) {
    this.#client = client;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(what: string | PostgresCursor<R>, parameters: readonly unknown[] = []) {
    return typeof what === 'string' ? this.#run<R>(what, parameters) : this.#client.query(what);
  }

  async #run<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      return await this.#client.query<R>(sql, parameters);
    } catch (cause) {
      const error = translateDbError(cause);
      this.#lost ||= error instanceof AppError && error.code === 'unavailable';
      throw error;
    }
  }

  /** The server says goodbye a moment before the connection ends: nobody may get it in between. */
  release(destroy = false): void {
    this.#client.release(destroy || this.#lost);
  }
}
