import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createLogger } from '#server/platform/logger.ts';
import {
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from '#server/platform/postgres/embedded.ts';
import { isRunning } from '#server/platform/postgres/processes.ts';
import { makeDataFolder } from './database-server.ts';

export const isRoot = process.getuid?.() === 0;

/** A data folder that is removed at the end of the test. */
export function useDataFolder(): Disposable & { path: string } {
  const folder = makeDataFolder('entente-db-');
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The embedded server in this process; closed at the end of the test. */
export async function useServer(
  dataDir: string,
  options: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedServer & AsyncDisposable> {
  const server = await startEmbedded({
    dataDir,
    account: 'entente-db',
    logger: createLogger({ level: 'silent' }),
    onFatal: () => {},
    ...options,
  });
  return { ...server, [Symbol.asyncDispose]: server.close };
}

export async function ask<T extends pg.QueryResultRow>(
  server: Pick<EmbeddedServer, 'connection'>,
  sql: string,
): Promise<T[]> {
  const client = new pg.Client(server.connection);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

export type Said = { ready?: number; wrote?: number; failed?: string };

export type DatabaseProcess = AsyncDisposable & {
  child: ChildProcess;
  said: Said[];
  /** Resolves with the first event that fits; rejects when the process ends without. */
  says(fits: (said: Said) => boolean): Promise<Said>;
  kill(signal: NodeJS.Signals): Promise<void>;
};

/** The process of `platform-database-process.ts`. */
export function startProcess(
  dataDir: string,
  options: { mode?: 'write'; uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
): DatabaseProcess {
  const { mode, env = process.env, ...identity } = options;
  const script = path.join(import.meta.dirname, 'platform-database-process.ts');
  const child = spawn(process.execPath, [script, dataDir, ...(mode ? [mode] : [])], {
    ...identity,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: Said[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(JSON.parse(line)));
  const ended = once(child, 'close');
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  const says = async (fits: (event: Said) => boolean) => {
    for (;;) {
      const found = said.find(fits);
      if (found) return found;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the process ended; it said ${JSON.stringify(said.slice(-3))}`);
      await sleep(10);
    }
  };
  return { child, said, says, kill, [Symbol.asyncDispose]: () => kill('SIGTERM') };
}

export async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; waited < 500 && isRunning(pid); waited++) await sleep(20);
}
