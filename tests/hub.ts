import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHub, type Hub } from '#server/hub.ts';
import type { MemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import { createLogger } from '#server/platform/logger.ts';
import type { HubClient } from '#shared/client.ts';
import { testConfig, type TestConfigOptions } from './config.ts';
import { createTestDatabase } from './database.ts';
import { createWorld, type Seed, type World } from './world.ts';

export type TestHubOptions<S> = { seed?: Seed<S>; config?: TestConfigOptions; busHub?: MemoryBusHub };

/** Real PostgreSQL, real sockets on a free port, a data folder of its own; gone at the end of the scope. */
export async function createTestHub(options?: TestHubOptions<undefined>): Promise<TestHub<undefined>>;
export async function createTestHub<S>(options: TestHubOptions<S> & { seed: Seed<S> }): Promise<TestHub<S>>;
export async function createTestHub<S>(options: TestHubOptions<S> = {}): Promise<TestHub<S | undefined>> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'entente-hub-'));
  const fatal: Error[] = [];
  const logger = createLogger({ level: process.env['TEST_LOG'] === undefined ? 'silent' : 'debug' });
  const hub = await createHub(testConfig({ dataDir, databaseUrl: database.url, ...options.config }), {
    logger,
    onFatal: (error) => fatal.push(error),
    ...(options.busHub ? { busHub: options.busHub } : {}),
  });
  const { url } = await hub.listen();
  const world = createWorld(url, async () => (await hub.setupLink())?.split('/').at(-1) ?? '');

  async function close(): Promise<void> {
    world.close();
    await hub.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
    if (fatal[0]) throw fatal[0];
  }

  try {
    const seed = await options.seed?.(world);
    return {
      url,
      hub,
      world,
      seed,
      dataDir,
      database,
      connect: async <const N extends readonly string[]>(...names: N) =>
        (await Promise.all(names.map((name) => world.as(name)))) as Clients<N>,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One connection for each name. */
export type Clients<N extends readonly string[]> = { -readonly [K in keyof N]: HubClient };

export type TestHub<S> = {
  url: string;
  hub: Hub;
  world: World;
  seed: S;
  dataDir: string;
  database: Awaited<ReturnType<typeof createTestDatabase>>;
  /** Connections of people the seed made. */
  connect<const N extends readonly string[]>(...names: N): Promise<Clients<N>>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};
