import { accessSync, constants } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isLoopback, reachableAddresses } from './addresses.ts';
import type { Settings, Tls } from './config.ts';
import type { Values } from './variables.ts';

export type Derived = { settings: Settings; problems: string[]; warnings: string[] };

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
    hubUrl: values.ENTENTE_HUB_URL?.replace(/\/+$/, ''),
    joinToken: values.ENTENTE_JOIN_TOKEN,
    blobs: values.BLOB_URL ?? { kind: 'disk', dir: path.join(dataDir, 'files') },
  };
  return { settings, problems, warnings: warningsOf(values) };
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
  };
}

function warningsOf(values: Values): string[] {
  return values.REDIS_URL
    ? ['REDIS_URL is set, but this version runs on one machine only and does not use it.']
    : [];
}
