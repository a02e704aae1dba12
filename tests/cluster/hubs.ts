import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHub, type Hub } from '#server/hub.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createHubClient, type HubClient } from '#shared/client.ts';
import { type TestConfigOptions, testConfig } from '#tests/config.ts';
import { createTestDatabase } from '#tests/database.ts';
import { createWorld, type Seed, type World } from '#tests/world.ts';

export type TestClusterOptions<S> = {
  /** Of a server that lives as long as the test; the cluster has a prefix of its own on it. */
  redisUrl: string;
  seed?: Seed<S>;
  /** Hubs to begin with. Default 2. */
  hubs?: number;
  /** For all of them. Their only role is `hub`, unless this says otherwise. */
  config?: TestConfigOptions;
};

export type ClusterHub = {
  url: string;
  hub: Hub;
  /** A connection of somebody the seed made, to this hub. */
  connect(name: string): Promise<HubClient>;
  close(): Promise<void>;
};

/**
 * Several hubs of one installation in this process: one database, one Redis, one blob folder.
 *
 *     await using cluster = await createTestCluster({ redisUrl: redis.url, seed: twoPeople });
 *     const [ada, ben] = [await cluster.hubs[0].connect('ada'), await cluster.hubs[1].connect('ben')];
 *     const third = await cluster.add({ roles: ['hub', 'media'] });
 *
 * `world` speaks to the first hub.
 */
export async function createTestCluster<S = undefined>(
  options: TestClusterOptions<S>,
): Promise<TestCluster<S>> {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'entente-cluster-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const redisUrl = `${options.redisUrl}?prefix=${randomBytes(4).toString('hex')}`;
  const level = process.env['TEST_LOG'] === undefined ? 'silent' : 'debug';
  const hubs: ClusterHub[] = [];
  const fatal: Error[] = [];
  stack.defer(() => {
    if (fatal[0]) throw fatal[0];
  });

  async function add(config: TestConfigOptions = {}): Promise<ClusterHub> {
    const name = `hub-${hubs.length + 1}`;
    const shared = { databaseUrl: database.url, redisUrl, blobDir: join(folder, 'blobs') };
    const all = { roles: ['hub'] as const, nodeName: name, ...options.config, ...config };
    const hub = await createHub(testConfig({ dataDir: join(folder, name), ...shared, ...all }), {
      logger: createLogger({ level }),
      onFatal: (error) => fatal.push(error),
    });
    const clients: HubClient[] = [];
    stack.defer(async () => {
      for (const client of clients) client.close();
      await hub.close();
    });
    const { url } = await hub.listen();
    const each: ClusterHub = {
      url,
      hub,
      async connect(person) {
        const client = createHubClient({ url, cookie: world().get(person).cookie });
        clients.push(client);
        await client.connect();
        return client;
      },
      close: hub.close,
    };
    hubs.push(each);
    return each;
  }

  let made: World | undefined;
  function world(): World {
    const [first] = hubs;
    if (!first) throw new Error('a cluster needs a hub');
    made ??= createWorld(first.url, async () => (await first.hub.setupLink())?.split('/').at(-1) ?? '');
    return made;
  }
  const close = () => stack.disposeAsync();
  try {
    for (let n = 0; n < (options.hubs ?? 2); n++) await add();
    stack.defer(() => world().close());
    const seed = (await options.seed?.(world())) as S;
    return { hubs, world: world(), seed, database, redisUrl, add, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

export type TestCluster<S> = AsyncDisposable & {
  hubs: ClusterHub[];
  world: World;
  seed: S;
  database: Awaited<ReturnType<typeof createTestDatabase>>;
  redisUrl: string;
  /** One more process of the installation. */
  add(config?: TestConfigOptions): Promise<ClusterHub>;
  close(): Promise<void>;
};
