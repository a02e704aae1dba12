import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createLogger } from '#server/platform/logger.ts';
import { createJobs } from '#server/platform/jobs-boss.ts';
import { migrate } from '#server/platform/migrator.ts';
import { createDb } from '#server/platform/open-db.ts';
import { startEmbedded } from '#server/platform/postgres/embedded.ts';
import { unsafeButFast } from '#server/platform/postgres/settings.ts';

/** How test files reach the run's server. */
export type ServerPlace = { host: string; user: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: ServerPlace;
  }
}

export const template = 'entente_template';

/** A folder the system account of the database can walk to, unlike what mkdtemp makes. */
export function makeDataFolder(prefix = 'entente-test-'): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  chmodSync(folder, 0o711);
  return folder;
}

/** With everything a first start makes, so that test hubs start as fast as any other. */
async function makeTemplate(place: ServerPlace): Promise<void> {
  const client = new pg.Client({ ...place, database: 'postgres' });
  await client.connect();
  await client.query(`create database ${template}`);
  await client.end();
  const connection = { ...place, database: template };
  await migrate(connection);
  const logger = createLogger({ level: 'warn' });
  await using db = createDb({ connection, logger });
  await using jobs = createJobs({ db, logger });
  await jobs.start();
}

/** One embedded server with a migrated template, from which every test hub gets a database of its own. */
export async function startTestServer(): Promise<{ place: ServerPlace; close(): Promise<void> }> {
  const dataDir = makeDataFolder();
  const server = await startEmbedded({
    dataDir,
    account: 'entente-db',
    settings: unsafeButFast,
    logger: createLogger({ level: 'warn' }),
    onFatal: (error) => {
      throw error;
    },
  });
  const { host, user } = server.connection;
  await makeTemplate({ host, user });
  const close = async () => {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };
  return { place: { host, user }, close };
}
