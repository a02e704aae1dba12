import {
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type pg from 'pg';
import { translateDbError } from './db-errors.ts';

/** kysely's PostgreSQL dialect whose errors say whether the database was reachable. */
export const postgresDialect = (pool: pg.Pool): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new TranslatingDriver({ pool }),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

class TranslatingDriver extends PostgresDriver {
  readonly #seen = new WeakSet<DatabaseConnection>();

  override async acquireConnection(
    ...options: Parameters<PostgresDriver['acquireConnection']>
  ): Promise<DatabaseConnection> {
    try {
      const connection = await super.acquireConnection(...options);
      if (!this.#seen.has(connection)) translateErrorsOf(connection);
      this.#seen.add(connection);
      return connection;
    } catch (error) {
      throw translateDbError(error);
    }
  }
}

/** kysely itself adds its logging to connections in this way. */
function translateErrorsOf(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, options) => {
    try {
      return await execute(query, options);
    } catch (error) {
      throw translateDbError(error);
    }
  };
}
