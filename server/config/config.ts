import type { LogLevel } from '#server/platform/logger.ts';
import type { Region } from '#shared/contract/regions.ts';
import { isLoopback, reachableAddresses } from './addresses.ts';
import type { BlobPlace } from './blob-place.ts';
import { deriveConfig } from './derive.ts';
import { type Environment, readEnvironment } from './env.ts';
import type { Role } from './roles.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { documentation, Variables } from './variables.ts';

export type Tls = { mode: 'off' } | { mode: 'self-signed' } | { mode: 'files'; cert: string; key: string };

export type MediaConfig = {
  /** The address workers bind. */
  listenAddress: string;
  /** What clients are told to connect to, best first. */
  announcedAddresses: string[];
  /** Port of the first worker; the others follow. 0 takes any. */
  port: number;
  workers: number;
  /** UDP port of the STUN responder by which the way to this node is measured; 0 takes any. Without it there is none. */
  probePort?: number;
  /** UDP ports for streams between media nodes; undefined: any. */
  trunkPorts?: { min: number; max: number } | undefined;
};

/** What an administrator decided, complete with defaults. Paths are absolute. */
export type Settings = {
  port: number;
  host: string;
  dataDir: string;
  secretsFile: string;
  roles: readonly Role[];
  /** As set by the administrator, without a slash at the end; see `publicUrlOf` for what to use. */
  publicUrl: string | undefined;
  /** For express's `trust proxy`. */
  trustProxy: false | number | string[];
  tls: Tls;
  media: MediaConfig;
  turn: { urls: string[]; secret: string } | undefined;
  logLevel: LogLevel;
  /** Without it `/metrics` answers 404. */
  metricsToken: string | undefined;
  /** `connections` is the size of each of the two pools. */
  database: { url: string | undefined; account: string; connections: number };
  /** Where this process stands, and what the console calls it. */
  region: Region;
  nodeName: string;
  redisUrl: string | undefined;
  /** Of a media node on a machine of its own: its hubs, without slashes at the end, tried in turn. */
  hubUrls: readonly string[];
  joinToken: string | undefined;
  blobs: BlobPlace;
  /** How media nodes are ordered: the webhooks' secret, and the one program that may be called. */
  scaling: { secret: string | undefined; allowPrivate: boolean; command: string | undefined };
  /** Those that hear of tickets. */
  webhooks: { allowPrivate: boolean };
};

/** With the keys in place of the file they are in. */
export type Config = Omit<Settings, 'secretsFile'> & { secrets: Secrets };

/** All mistakes at once, one sentence each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads the environment and the optional file. Touches nothing. */
export function readSettings(
  env: Environment = process.env,
  workingDirectory: string = process.cwd(),
): { settings: Settings; warnings: string[] } {
  const written = readEnvironment(env, workingDirectory);
  const parsed = Variables.safeParse(written.values);
  const problems = [
    ...written.problems,
    ...(parsed.error?.issues ?? []).map((issue) => explain(issue, written.values)),
  ];
  if (!parsed.success) throw new ConfigError(problems);
  const derived = deriveConfig(parsed.data, workingDirectory);
  problems.push(...derived.problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { settings: derived.settings, warnings: written.warnings };
}

/** The settings with their keys, which are made on the first start. */
export async function loadConfig(
  env: Environment = process.env,
  workingDirectory: string = process.cwd(),
): Promise<{ config: Config; warnings: string[] }> {
  const { settings, warnings } = readSettings(env, workingDirectory);
  return { config: await withSecrets(settings), warnings };
}

export async function withSecrets({ secretsFile, ...rest }: Settings): Promise<Config> {
  return { ...rest, secrets: await openSecrets(secretsFile) };
}

function explain(
  issue: { path: readonly PropertyKey[]; message: string },
  values: Record<string, string>,
): string {
  const name = String(issue.path[0]);
  const schema = Object.entries(Variables.shape).find(([key]) => key === name)?.[1];
  const secret = schema && documentation.get(schema)?.secret;
  return `${name} is ${secret ? 'wrong' : `"${values[name]}"`}: it must be ${issue.message}.`;
}

/** Where people reach the hub, once the port is known. */
export function publicUrlOf(config: Pick<Settings, 'publicUrl' | 'tls' | 'host'>, port: number): string {
  if (config.publicUrl) return config.publicUrl;
  const scheme = config.tls.mode === 'off' ? 'http' : 'https';
  const standard = port === (scheme === 'http' ? 80 : 443);
  return `${scheme}://${hostToShow(config)}${standard ? '' : `:${port}`}`;
}

/** Browsers give camera and microphone to https and to localhost only, so plain http is shown as localhost. */
function hostToShow({ host, tls }: Pick<Settings, 'tls' | 'host'>): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  if (isLoopback(host) || (everywhere && tls.mode === 'off')) return 'localhost';
  if (everywhere) return reachableAddresses()[0] ?? 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
