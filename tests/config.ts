import type { Config } from '#server/config/config.ts';

export type TestConfigOptions = Partial<Omit<Config, 'dataDir' | 'database'>>;

/** What a hub of a test runs with: free ports, loopback only, one media worker. */
export function testConfig({
  dataDir,
  databaseUrl,
  ...rest
}: TestConfigOptions & { dataDir: string; databaseUrl: string }): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    roles: ['hub', 'media'],
    publicUrl: undefined,
    trustProxy: false,
    tls: { mode: 'off' },
    media: { listenAddress: '127.0.0.1', announcedAddresses: ['127.0.0.1'], port: 0, workers: 1 },
    turn: undefined,
    logLevel: 'silent',
    metricsToken: 'metrics-of-a-test',
    database: { url: databaseUrl, account: 'entente', connections: 5 },
    region: 'eu',
    nodeName: 'test',
    redisUrl: undefined,
    hubUrls: [],
    joinToken: undefined,
    scaling: { secret: 'secret-of-a-test', allowPrivate: true, command: undefined },
    webhooks: { allowPrivate: true },
    blobs: { kind: 'disk', dir: `${dataDir}/blobs` },
    secrets: { sessionPepper: Buffer.alloc(32, 1), encryptionKey: Buffer.alloc(32, 2) },
    ...rest,
  };
}
