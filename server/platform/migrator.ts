import { Kysely } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import { postgresDialect } from './db-driver.ts';
import { type Connection, createPool } from './db-pool.ts';
import { migrations as allMigrations } from './migrations/index.ts';

/**
 * Brings the schema up to date, all or nothing. Several hubs may start at once: PostgreSQL's advisory lock lets one of
 * them do it. Without a statement timeout, since rewriting a large table takes its time.
 */
export async function migrate(
  connection: Connection,
  migrations: Record<string, Migration> = allMigrations,
): Promise<string[]> {
  const pool = createPool(connection, { max: 2, statementTimeoutMs: 0, name: 'entente migration' });
  const db = new Kysely<unknown>({ dialect: postgresDialect(pool) });
  try {
    const provider = { getMigrations: async () => migrations };
    const outcome = await new Migrator({ db, provider }).migrateToLatest();
    if (outcome.error) throw explain(outcome);
    return (outcome.results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

function explain({ error, results }: MigrationResultSet): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  if (failed) return new Error(`Migration ${failed} failed and changed nothing: ${reason}`, { cause: error });
  if (reason.includes('previously executed migration'))
    return new Error(`The database was changed by a newer version of the program: ${reason}`, {
      cause: error,
    });
  return new Error(`The database could not be brought up to date: ${reason}`, { cause: error });
}
