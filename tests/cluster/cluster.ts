import { createJoinToken } from '#shared/contract/admin.ts';
import { createWorld, type World } from '#tests/world.ts';
import type { Host } from './host.ts';
import { makeFolder, type Shared, startHub, startMedia, startPostgres } from './parts.ts';
import type { Running } from './process.ts';
import { type RedisPlan, startRedis } from './redis.ts';

export type ClusterPlan = {
  redis: Host;
  /** With a second Redis and sentinels. */
  replica?: RedisPlan['replica'];
  hubs: readonly Host[];
  media: readonly Host[];
  /** Ports of the first hub, and of the first media node's workers; hosts that share an address count up. */
  ports?: { redis: number; hub: number; media: number };
  organisationName?: string;
  /** What the people see, when a load balancer stands in front. */
  publicUrl?: string;
  /** Keeps its data here instead of in a folder that goes with it. */
  folder?: string;
  env?: Record<string, string>;
};
export type Cluster = {
  /** People by name, made through the first hub. */
  world: World;
  shared: Shared;
  postgres: Awaited<ReturnType<typeof startPostgres>>['server'];
  redis(): Running;
  urlOf(hub: Host): string;
  process(host: Host): Running;
  /** Starts a host's process again, as a service manager would. */
  restart(host: Host, by?: readonly string[]): Promise<Running>;
  restartRedis(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const firstPorts = { redis: 6379, hub: 3000, media: 40_000 };

/** Redis, PostgreSQL, hubs and media nodes as processes of their own; the media nodes join with tokens as they would elsewhere. */
export async function startCluster(plan: ClusterPlan): Promise<Cluster> {
  const stack = new AsyncDisposableStack();
  try {
    return await build(plan, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function build(plan: ClusterPlan, stack: AsyncDisposableStack): Promise<Cluster> {
  const ports = plan.ports ?? firstPorts;
  const folder = stack.use(await makeFolder(plan.folder)).path;
  const postgres = await startPostgres(folder);
  stack.defer(() => postgres.server.close());
  const { replica } = plan;
  const redis = await startRedis(
    { host: plan.redis, port: ports.redis, ...(replica && { replica }) },
    folder,
  );
  stack.defer(() => redis.stop());
  const shared: Shared = { databaseUrl: postgres.url, redisUrl: redis.url, folder };
  const processes = new Map<Host, Running>();
  stack.defer(async () => void (await Promise.all([...processes.values()].map((each) => each.stop()))));
  const portOf = (hosts: readonly Host[], host: Host, first: number) =>
    first + hosts.filter((each) => each.address === host.address).indexOf(host);
  const urlOf = (hub: Host) => {
    const name = hub.address.startsWith('127.') ? 'localhost' : hub.address;
    return `http://${name}:${portOf(plan.hubs, hub, ports.hub)}`;
  };
  const run = (host: Host, { token, by = [] }: { token?: string; by?: readonly string[] } = {}) => {
    const isHub = plan.hubs.includes(host);
    const env = { ...plan.env, ...(isHub && plan.publicUrl ? { ENTENTE_PUBLIC_URL: plan.publicUrl } : {}) };
    const process = isHub
      ? startHub(host, shared, { port: portOf(plan.hubs, host, ports.hub), env, by })
      : startMedia(
          host,
          { folder, hubUrl: plan.hubs.map(urlOf).join(','), ...(token ? { token } : {}) },
          { port: portOf(plan.media, host, ports.media), env, by },
        );
    processes.set(host, process);
    return process;
  };
  const ready = (host: Host) => (plan.hubs.includes(host) ? /is ready at/ : /is linked to/);

  // The first makes the schema, the keys and the first administrator; each further start would make another set-up link.
  const [first, ...others] = plan.hubs;
  if (!first) throw new Error('a cluster needs a hub');
  await run(first).said(ready(first));
  const world = createWorld(urlOf(first), async () => {
    const found = await processes.get(first)?.said(/https?:\S+\/setup\/(\S+)\n/);
    return found?.[1] ?? '';
  });
  stack.defer(() => world.close());
  await world.setUp('ada', plan.organisationName);
  await Promise.all(others.map((hub) => run(hub).said(ready(hub))));
  const ada = await world.as('ada');
  await Promise.all(
    plan.media.map(async (host) => {
      const { token } = await ada.call(createJoinToken, { region: host.region, label: host.name });
      await run(host, { token }).said(ready(host));
    }),
  );

  const found = (host: Host): Running => {
    const process = processes.get(host);
    if (!process) throw new Error(`${host.name} does not run`);
    return process;
  };
  return {
    world,
    shared,
    postgres: postgres.server,
    redis: redis.first,
    urlOf,
    process: found,
    async restart(host, by) {
      await found(host).stop();
      const process = run(host, by && { by });
      await process.said(ready(host));
      return process;
    },
    restartRedis: redis.restart,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
