import { accessSync, constants } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isLoopback, reachableAddresses } from './addresses.ts';
import type { Settings, Tls } from './config.ts';
import type { Values } from './variables.ts';

export type Derived = { settings: Settings; problems: string[] };

/** What follows from several variables together, or from the machine. */
export function deriveConfig(values: Values, workingDirectory: string): Derived {
  const absolute = (file: string) => path.resolve(workingDirectory, file);
  const dataDir = absolute(values.ENTENTE_DATA);
  const problems: string[] = [];
  const settings: Settings = {
    port: values.ENTENTE_PORT,
    host: values.ENTENTE_HOST,
    dataDir,
    secretsFile: absolute(values.ENTENTE_SECRETS_FILE ?? path.join(dataDir, 'secrets.json')),
    roles: values.ENTENTE_ROLES,
    publicUrl: values.ENTENTE_PUBLIC_URL?.replace(/\/+$/, ''),
    trustProxy: values.ENTENTE_TRUST_PROXY,
    tls: deriveTls(values, absolute, problems),
    media: deriveMedia(values),
    turn: deriveTurn(values, problems),
    logLevel: values.ENTENTE_LOG_LEVEL,
    metricsToken: values.ENTENTE_METRICS_TOKEN,
    database: {
      url: values.DATABASE_URL,
      account: values.ENTENTE_DATABASE_ACCOUNT,
      connections: values.ENTENTE_DATABASE_CONNECTIONS,
    },
    region: values.ENTENTE_REGION,
    nodeName: values.ENTENTE_NODE_NAME ?? os.hostname(),
    redisUrl: values.REDIS_URL,
    hubUrls: (values.ENTENTE_HUB_URL ?? []).map((url) => url.replace(/\/+$/, '')),
    joinToken: values.ENTENTE_JOIN_TOKEN,
    scaling: {
      secret: values.ENTENTE_SCALE_SECRET,
      allowPrivate: values.ENTENTE_SCALE_PRIVATE === 'on',
      command: values.ENTENTE_SCALE_COMMAND,
    },
    webhooks: { allowPrivate: values.ENTENTE_WEBHOOK_PRIVATE === 'on' },
    blobs: values.BLOB_URL ?? { kind: 'disk', dir: path.join(dataDir, 'files') },
  };
  problems.push(...clusterProblems(values));
  return { settings, problems };
}

function deriveTls(values: Values, absolute: (file: string) => string, problems: string[]): Tls {
  const { ENTENTE_TLS: mode = 'off', ENTENTE_TLS_CERT: cert, ENTENTE_TLS_KEY: key } = values;
  if (!cert && !key) return { mode };
  if (!cert || !key) {
    const [given, missing] = cert
      ? ['ENTENTE_TLS_CERT', 'ENTENTE_TLS_KEY']
      : ['ENTENTE_TLS_KEY', 'ENTENTE_TLS_CERT'];
    problems.push(`${given} is set without ${missing}: a certificate needs both.`);
    return { mode: 'off' };
  }
  if (values.ENTENTE_TLS)
    problems.push(`ENTENTE_TLS is "${values.ENTENTE_TLS}" beside ENTENTE_TLS_CERT: remove one of the two.`);
  checkReadable('ENTENTE_TLS_CERT', absolute(cert), problems);
  checkReadable('ENTENTE_TLS_KEY', absolute(key), problems);
  return { mode: 'files', cert: absolute(cert), key: absolute(key) };
}

function checkReadable(name: string, file: string, problems: string[]): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    problems.push(`${name} is "${file}": it must be a file the hub can read.`);
  }
}

function deriveTurn(values: Values, problems: string[]): Settings['turn'] {
  const { ENTENTE_TURN_URLS: urls, ENTENTE_TURN_SECRET: secret } = values;
  if (urls && secret) return { urls, secret };
  if (urls) problems.push('ENTENTE_TURN_URLS is set without ENTENTE_TURN_SECRET: TURN needs both.');
  if (secret) problems.push('ENTENTE_TURN_SECRET is set without ENTENTE_TURN_URLS: TURN needs both.');
  return undefined;
}

function deriveMedia(values: Values): Settings['media'] {
  const reachable = isLoopback(values.ENTENTE_HOST) ? [] : reachableAddresses().slice(0, 1);
  return {
    listenAddress: values.ENTENTE_MEDIA_ADDRESS,
    announcedAddresses:
      values.ENTENTE_MEDIA_ANNOUNCED_ADDRESS ?? (reachable.length > 0 ? reachable : ['127.0.0.1']),
    port: values.ENTENTE_MEDIA_PORT,
    workers: values.ENTENTE_MEDIA_WORKERS ?? os.availableParallelism(),
    probePort: values.ENTENTE_MEDIA_PROBE_PORT ?? Math.max(0, values.ENTENTE_MEDIA_PORT - 1),
    trunkPorts: values.ENTENTE_MEDIA_TRUNK_PORTS ?? trunkPortsBeside(values.ENTENTE_MEDIA_PORT),
  };
}

/** For 40000, the port that is the default, 41000 to 41999. */
const trunkPortsBeside = (port: number) =>
  port === 0 || port > 63_000 ? undefined : { min: port + 1_000, max: port + 1_999 };

/** How this process reaches the others of its installation. */
function clusterProblems(values: Values): string[] {
  const isHub = values.ENTENTE_ROLES.includes('hub');
  const { ENTENTE_HUB_URL: hubs, REDIS_URL: redis, ENTENTE_JOIN_TOKEN: token } = values;
  const problems: string[] = [];
  if (hubs && isHub)
    problems.push(
      'ENTENTE_HUB_URL is set, but this process is a hub itself: remove it, or set ENTENTE_ROLES to media.',
    );
  else if (hubs && redis)
    problems.push(
      'ENTENTE_HUB_URL is set beside REDIS_URL: a media node reaches its hub by one of them. Remove the other.',
    );
  else if (!hubs && !redis && !isHub)
    problems.push(
      'ENTENTE_ROLES is media alone, but this node does not know its hub: set ENTENTE_HUB_URL, or REDIS_URL in a private network.',
    );
  if (token && !hubs && !isHub)
    problems.push('ENTENTE_JOIN_TOKEN is set without ENTENTE_HUB_URL: a node joins the hub of that address.');
  if (token && isHub)
    problems.push(
      'ENTENTE_JOIN_TOKEN is set, but only media nodes join: remove it, or set ENTENTE_ROLES to media.',
    );
  return problems;
}
