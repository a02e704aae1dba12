import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createLogger } from '#server/platform/logger.ts';
import { type EmbeddedServer, startEmbedded } from '#server/platform/postgres/embedded.ts';
import type { Host } from './host.ts';
import { type Running, start } from './process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** PostgreSQL on a Unix socket, which every host of this machine reaches whatever its network. */
export async function startPostgres(folder: string): Promise<{ url: string; server: EmbeddedServer }> {
  const server = await startEmbedded({
    dataDir: folder,
    account: 'entente-db',
    settings: { max_connections: '150', shared_buffers: '64MB' },
    logger: createLogger({ level: 'warn' }),
    onFatal: (error) => {
      throw error;
    },
  });
  const { host, user } = server.connection;
  const admin = new pg.Client({ host, user, database: 'postgres' });
  await admin.connect();
  const { rowCount } = await admin.query(`select from pg_database where datname = 'entente'`);
  if (rowCount === 0) await admin.query('create database entente');
  await admin.end();
  return { url: `postgres://${user}@localhost/entente?host=${encodeURIComponent(host)}`, server };
}

export type Shared = { databaseUrl: string; redisUrl: string; folder: string };
export type NodeOptions = {
  port: number;
  env?: Record<string, string>;
  /** What the program is started by, such as another clock. */
  by?: readonly string[];
};
const program = ({ by = [] }: NodeOptions) => [...by, process.execPath, 'server/main.ts'];

const quiet = { ENTENTE_LOG_LEVEL: process.env['TEST_LOG'] || 'warn' };

/** A process with the role hub alone. */
export function startHub(
  host: Host,
  { databaseUrl, redisUrl, folder }: Shared,
  options: NodeOptions,
): Running {
  return start(host, {
    name: host.name,
    cwd: root,
    argv: program(options),
    env: {
      ...quiet,
      ENTENTE_ROLES: 'hub',
      ENTENTE_HOST: host.address,
      ENTENTE_PORT: String(options.port),
      ENTENTE_DATA: join(folder, host.name),
      ENTENTE_SECRETS_FILE: join(folder, 'secrets.json'),
      ENTENTE_NODE_NAME: host.name,
      ENTENTE_REGION: host.region,
      BLOB_URL: `file://${folder}/files`,
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      ...options.env,
    },
  });
}

/** A process with the role media alone, which knows nothing but a hub. `token` is needed for its first start. */
export function startMedia(
  host: Host,
  { folder, hubUrl, token }: { folder: string; hubUrl: string; token?: string },
  options: NodeOptions,
): Running {
  return start(host, {
    name: host.name,
    cwd: root,
    argv: program(options),
    env: {
      ...quiet,
      ENTENTE_ROLES: 'media',
      ENTENTE_HUB_URL: hubUrl,
      ENTENTE_HOST: host.address,
      ENTENTE_PORT: '0',
      ENTENTE_DATA: join(folder, host.name),
      ENTENTE_NODE_NAME: host.name,
      ENTENTE_REGION: host.region,
      ENTENTE_MEDIA_ADDRESS: host.address,
      ENTENTE_MEDIA_ANNOUNCED_ADDRESS: host.address,
      ENTENTE_MEDIA_PORT: String(options.port),
      ENTENTE_MEDIA_WORKERS: '1',
      ...(token ? { ENTENTE_JOIN_TOKEN: token } : {}),
      ...options.env,
    },
  });
}

/** A folder that every account of the machine can walk to, gone with the test. */
export async function makeFolder(keep?: string): Promise<{ path: string } & AsyncDisposable> {
  const path = keep ?? (await mkdtemp(join(tmpdir(), 'entente-cluster-')));
  await mkdir(path, { recursive: true, mode: 0o711 });
  const { chmod } = await import('node:fs/promises');
  await chmod(path, 0o711);
  return {
    path,
    async [Symbol.asyncDispose]() {
      if (!keep) await rm(path, { recursive: true, force: true });
    },
  };
}
