import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Db } from '#server/platform/db.ts';
import { createLogger, type Logger } from '#server/platform/logger.ts';
import { createDb } from '#server/platform/open-db.ts';
import { template } from './database-server.ts';

export type TestDatabase = {
  connection: { host: string; user: string; database: string };
  /** The same place, in the form of DATABASE_URL. */
  url: string;
  /** Closing the Db does not drop the database: a test may open it again, as a restarted hub would. */
  open(options?: { logger?: Logger; connections?: number }): Db;
  drop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** An empty, migrated database of its own: `await using database = await createTestDatabase()`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const database = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${database} template ${template} strategy file_copy`);
  const connection = { ...server, database };
  const drop = () => onServer(`drop database if exists ${database} with (force)`);
  return {
    connection,
    url: `postgres://${server.user}@/${database}?host=${encodeURIComponent(server.host)}`,
    open: ({ logger = createLogger({ level: 'silent' }), connections = 5 } = {}) =>
      createDb({ connection, logger, connections }),
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ ...inject('databaseServer'), database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
