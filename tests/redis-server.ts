import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';

export type RedisServer = AsyncDisposable & {
  port: number;
  url: string;
  pid(): number | undefined;
  /** Sends one command on a connection of its own. */
  ask(...command: string[]): Promise<unknown>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** On the same port, with nothing left of what it knew. */
  start(): Promise<void>;
};

/** A real Redis on loopback, with nothing stored on disk; gone at the end of the scope. */
export async function startRedis(args: string[] = []): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-redis-'));
  const port = await freePort();
  const common = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = spawn('redis-server', [...common, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    await answers(port, child);
  }
  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pid: () => child?.pid,
    ask: (...command) => askRedis(port, command),
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What sentinels call their master. */
export const sentinelName = 'hub';
type Place = { address: string; port: number };

/** A sentinel that notices within a second, one of three. */
export const sentinelConfig = ({
  at,
  master,
  folder,
}: {
  at: Place;
  master: Place;
  folder: string;
}): string =>
  [
    `port ${at.port}`,
    `bind ${at.address}`,
    'protected-mode no',
    `dir ${folder}`,
    `sentinel monitor ${sentinelName} ${master.address} ${master.port} 2`,
    `sentinel down-after-milliseconds ${sentinelName} 1000`,
    `sentinel failover-timeout ${sentinelName} 4000`,
  ].join('\n');

export type SentinelSetup = AsyncDisposable & { url: string; master: RedisServer; replica: RedisServer };

/** A master, a replica, and three sentinels that notice within a second. */
export async function startSentinels(): Promise<SentinelSetup> {
  await using stack = new AsyncDisposableStack();
  const master = stack.use(await startRedis());
  const replica = stack.use(await startRedis(['--replicaof', '127.0.0.1', String(master.port)]));
  const folder = await mkdtemp(join(tmpdir(), 'entente-sentinel-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const ports: number[] = [];
  for (let n = 0; n < 3; n++) {
    const port = await freePort();
    const file = join(folder, `${port}.conf`);
    const at = { address: '127.0.0.1', port };
    await writeFile(
      file,
      sentinelConfig({ at, master: { address: '127.0.0.1', port: master.port }, folder }),
    );
    const child = spawn('redis-server', [file, '--sentinel'], { stdio: ['ignore', 'pipe', 'pipe'] });
    stack.defer(() => void child.kill('SIGKILL'));
    await answers(port, child);
    ports.push(port);
  }
  const seesAll = async (port: number) => {
    const info = String(await askRedis(port, ['INFO', 'sentinel']));
    return info.includes('slaves=1,sentinels=3');
  };
  await until(async () => (await Promise.all(ports.map(seesAll))).every(Boolean), 30_000);
  const moved = stack.move();
  return {
    url: `redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join(',')}/${sentinelName}`,
    master,
    replica,
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}

export type RedisCluster = AsyncDisposable & { url: string; servers: RedisServer[] };

/** Three masters that share the slots. */
export async function startRedisCluster(): Promise<RedisCluster> {
  await using stack = new AsyncDisposableStack();
  const servers: RedisServer[] = [];
  const busPorts: number[] = [];
  for (let n = 0; n < 3; n++) {
    const busPort = await freePort();
    busPorts.push(busPort);
    const args = [
      '--cluster-enabled',
      'yes',
      '--cluster-port',
      String(busPort),
      '--cluster-node-timeout',
      '2000',
    ];
    servers.push(stack.use(await startRedis(args)));
  }
  for (const [n, server] of servers.entries()) {
    await server.ask('CLUSTER', 'SET-CONFIG-EPOCH', String(n + 1));
    const [from, to] = [Math.ceil((n * 16_384) / 3), Math.ceil(((n + 1) * 16_384) / 3) - 1];
    await server.ask('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to));
  }
  for (const [n, server] of servers.entries())
    if (n > 0)
      await servers[0]?.ask('CLUSTER', 'MEET', '127.0.0.1', String(server.port), String(busPorts[n]));
  const isWhole = async (server: RedisServer) => {
    const info = String(await server.ask('CLUSTER', 'INFO'));
    return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3');
  };
  await until(async () => (await Promise.all(servers.map(isWhole))).every(Boolean), 30_000);
  const moved = stack.move();
  return {
    url: `redis+cluster://${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    servers,
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}

export type RedisRelay = AsyncDisposable & {
  url: string;
  /** Nothing passes any more, in either direction, and no connection ends: as behind a firewall that forgot. */
  stall(): void;
  flow(): void;
};

/** Stands between a node and Redis. */
export async function startRedisRelay(port: number): Promise<RedisRelay> {
  const sockets = new Set<net.Socket>();
  let stalled = false;
  const server = net.createServer((inner) => {
    const outer = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => void (stalled || to.write(data)));
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        if (!stalled) to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the relay has no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    stall: () => void (stalled = true),
    flow: () => void (stalled = false),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

async function askRedis(port: number, command: string[]): Promise<unknown> {
  const client = createClient({
    socket: { host: '127.0.0.1', port, reconnectStrategy: false },
    maintNotifications: 'disabled',
  }).on('error', () => {});
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
  child.on('error', (error) => (output += error.message));
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`redis-server ended: ${output}`);
    return await askRedis(port, ['PING']).then(
      () => true,
      () => false,
    );
  }, 15_000);
}

async function until(holds: () => Promise<boolean>, limitMs: number): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(30)) if (await holds()) return;
  throw new Error(`it did not happen within ${limitMs} ms`);
}

/** Free right now; nothing else on the machine is likely to take it before we do. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
