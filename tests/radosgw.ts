import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Place } from '#server/config/blob-place.ts';
import { debianRoot, inDebianRoot } from '../scripts/setup/debian-root.mjs';

const root = debianRoot('sid');

const credentials = { accessKeyId: 'AKIDENTENTE', secretAccessKey: 'secret/of+the tests' };

export type Radosgw = {
  port: number;
  /** An empty bucket of its own. */
  createBucket(): Promise<S3Place>;
  kill(): Promise<void>;
  /** After `kill`: the same data, the same port. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * Ceph's S3 gateway without a cluster. Of its stores without one, dbstore answers ranges and parts rightly only below
 * the posix filter.
 */
export async function startRadosgw(): Promise<Radosgw> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'entente-radosgw-'));
  const port = await freePort();
  for (const name of ['run', 'db', 'posix', 'names', 'users']) await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, 'ceph.conf'), configuration(port));
  const inside = (command: readonly string[]) =>
    inDebianRoot(root, command, { mounts: [{ from: folder, to: '/lab' }] });
  await addUser(inside);

  let server: ChildProcess | undefined;
  async function start() {
    const [command, ...args] = inside(['sh', '-c', gateway]);
    server = spawn('unshare', ['--user', '--map-root-user', command, ...args], { stdio: 'ignore' });
    await answers(port, server);
  }
  async function kill() {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    // Kills unshare; the kernel then kills all that is in its process namespace.
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  await start();
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  let buckets = 0;
  return {
    port,
    async createBucket() {
      const bucket = `bucket-${++buckets}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      const { accessKeyId: accessKey, secretAccessKey: secretKey } = credentials;
      return { kind: 's3', endpoint, bucket, region: 'us-east-1', accessKey, secretKey };
    },
    start,
    kill,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const common = ['--no-mon-config', '-c', '/lab/ceph.conf'];

/**
 * The posix filter watches its folders and then lists each key with a slash twice, once by its escaped file name. In a
 * user namespace of its own it gets no watches and lists what was put through it.
 */
const gateway = `echo 0 >/proc/sys/user/max_inotify_watches; exec radosgw ${common.join(' ')} -n client.rgw.lab -f`;

/** Only its answer is waited for: with the posix filter it sometimes hangs when it should end. */
async function addUser(inside: (command: readonly string[]) => [string, ...string[]]): Promise<void> {
  const keys = ['--access-key', credentials.accessKeyId, '--secret', credentials.secretAccessKey];
  const user = ['user', 'create', '--uid', 'entente', '--display-name', 'Entente', '--max-buckets', '10000'];
  const [command, ...args] = inside(['radosgw-admin', ...common, ...user, ...keys]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let [said, complaint] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk));
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    said += chunk;
    if (isWhole(said)) break;
  }
  child.kill('SIGKILL');
  await ended;
  if (!isWhole(said)) throw new Error(`radosgw-admin failed: ${complaint}`);
}

function isWhole(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

const configuration = (port: number) => `[global]
fsid = 00000000-0000-0000-0000-000000000001
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
[client]
rgw_backend_store = dbstore
rgw_config_store = dbstore
rgw_filter = posix
rgw_frontends = beast endpoint=127.0.0.1:${port}
rgw_enable_usage_log = false
rgw_enable_ops_log = false
log_file = /lab/log
admin_socket = /lab/run/$name.asok
run_dir = /lab/run
dbstore_db_dir = /lab/db
dbstore_db_name_prefix = entente
dbstore_config_uri = file:/lab/db/config.db
rgw_posix_base_path = /lab/posix
rgw_posix_database_root = /lab/names
rgw_posix_userdb_dir = /lab/users
`;

async function answers(port: number, server: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    if (server.exitCode !== null) break;
    const up = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (up) return;
  }
  throw new Error('radosgw did not start');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
