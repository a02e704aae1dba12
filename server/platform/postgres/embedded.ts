import type { Logger } from '../logger.ts';
import { chooseAccount } from './account.ts';
import { prepareBinaries } from './binaries.ts';
import { ensureCluster, superuser } from './cluster.ts';
import { prepareFolders } from './folders.ts';
import { lockFolder } from './hub-lock.ts';
import type { Launch } from './postmaster.ts';
import { asArguments, type Settings, serverSettings } from './settings.ts';
import { supervise } from './supervisor.ts';

export type EmbeddedOptions = {
  /** Absolute path of the hub's data folder. */
  dataDir: string;
  /** System account PostgreSQL runs under when the hub is root. */
  account: string;
  settings?: Settings;
  logger: Logger;
  /** The server ended too often to go on. */
  onFatal(error: Error): void;
};

export type EmbeddedServer = {
  connection: { host: string; user: string; database: string };
  cluster: string;
  /** Of the running server; changes when it had to be restarted. */
  pid(): number;
  close(): Promise<void>;
};

/** A private PostgreSQL as a child process, reachable by a Unix socket only. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const account = chooseAccount(options.account);
  const folders = prepareFolders(options.dataDir, account);
  if (!folders.base.startsWith(options.dataDir))
    options.logger.warn(
      { folder: folders.base },
      'the database is kept outside of the data folder; back it up too',
    );
  const lock = await lockFolder(options.dataDir, folders.sockets);
  try {
    const binaries = prepareBinaries(folders.base, account);
    await ensureCluster(folders.cluster, binaries, account, { sync: options.settings?.['fsync'] !== 'off' });
    const settings = serverSettings(folders.sockets, options.settings);
    const launch: Launch = {
      command: [...account.wrap, binaries.postgres, '-D', folders.cluster, ...asArguments(settings)],
      cluster: folders.cluster,
      env: binaries.env,
      identity: account.identity,
      onLine: (line) => logLine(options.logger, line),
    };
    const server = await supervise(launch, options);
    const close = once(async () => {
      await server.close();
      await lock.release();
    });
    const connection = { host: folders.sockets, user: superuser, database: 'postgres' };
    return { connection, cluster: folders.cluster, pid: server.pid, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Sessions that are still open when the server stops are no news. */
const expected = 'terminating connection due to administrator command';

function logLine(logger: Logger, line: string): void {
  if (/^(FATAL|PANIC):/.test(line) && !line.includes(expected)) logger.warn({ component: 'postgres' }, line);
  else if (line) logger.debug({ component: 'postgres' }, line);
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}
