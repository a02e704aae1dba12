import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createLogger } from '#server/platform/logger.ts';
import { migrate } from '#server/platform/migrator.ts';
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
  const { host, user, database } = server.connection;
  const client = new pg.Client({ host, user, database });
  await client.connect();
  await client.query(`create database ${template}`);
  await client.end();
  await migrate({ host, user, database: template });
  const close = async () => {
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { place: { host, user }, close };
}
