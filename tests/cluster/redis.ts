import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from './host.ts';
import { sentinelConfig, sentinelName } from '#tests/redis-server.ts';
import { type Running, start } from './process.ts';

export type RedisPlan = {
  host: Host;
  port: number;
  /** Takes over when the first one dies; three sentinels on these hosts and the first decide that. */
  replica?: { host: Host; witness: Host };
};
export type RedisSetup = {
  url: string;
  /** The server that was the master at first. */
  first(): Running;
  /** Starts the first one again; with sentinels it comes back as a replica. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const sentinelPort = 26_379;

async function startServer(
  host: Host,
  port: number,
  folder: string,
  more: readonly string[] = [],
): Promise<Running> {
  const argv = [
    'redis-server',
    '--bind',
    host.address,
    '--port',
    String(port),
    '--save',
    '',
    '--dir',
    folder,
  ];
  const redis = start(host, {
    name: `redis ${host.name}`,
    argv: [...argv, '--protected-mode', 'no', ...more],
  });
  await redis.said(/Ready to accept connections/);
  return redis;
}

async function startSentinel(
  host: Host,
  { host: master, port }: RedisPlan,
  folder: string,
): Promise<Running> {
  const file = join(folder, `sentinel-${host.name}.conf`);
  await writeFile(
    file,
    sentinelConfig({
      at: { address: host.address, port: sentinelPort },
      master: { address: master.address, port },
      folder,
    }),
  );
  const sentinel = start(host, { name: `sentinel ${host.name}`, argv: ['redis-server', file, '--sentinel'] });
  await sentinel.said(/\+monitor master/);
  return sentinel;
}

/** One Redis, or two with sentinels that notice within a second when the first one dies. */
export async function startRedis(plan: RedisPlan, folder: string): Promise<RedisSetup> {
  const { host, port, replica } = plan;
  let first = await startServer(host, port, folder);
  const others: Running[] = [];
  const sentinels = replica ? [host, replica.host, replica.witness] : [];
  if (replica) {
    others.push(await startServer(replica.host, port, folder, ['--replicaof', host.address, String(port)]));
    const all = await Promise.all(sentinels.map((each) => startSentinel(each, plan, folder)));
    others.push(...all);
    // Each has to know the replica and the two others before it can be of use.
    for (const each of all) await each.said(/(?=[^]*\+slave)(?=[^]*(\+sentinel [^]*){2})/, 30_000);
    await sleep(500);
  }
  return {
    url: replica
      ? `redis+sentinel://${sentinels.map(({ address }) => `${address}:${sentinelPort}`).join(',')}/${sentinelName}`
      : `redis://${host.address}:${port}`,
    first: () => first,
    async restart() {
      await first.stop();
      first = await startServer(host, port, folder);
    },
    async stop() {
      await Promise.all([first, ...others].map((each) => each.stop()));
    },
  };
}
