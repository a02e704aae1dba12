import type { LogLevel } from '#server/platform/logger.ts';
import type { Role } from './roles.ts';
import type { Secrets } from './secrets.ts';

export type Tls = { mode: 'off' } | { mode: 'self-signed' } | { mode: 'files'; cert: string; key: string };

export type MediaConfig = {
  /** The address workers bind. */
  listenAddress: string;
  /** What clients are told to connect to, best first. */
  announcedAddresses: string[];
  /** Port of the first worker; the others follow. 0 takes any. */
  port: number;
  workers: number;
};

export type Config = {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  roles: readonly Role[];
  /** As set by the administrator; see `publicUrlOf` for what to use. */
  publicUrl: string | undefined;
  /** For express's `trust proxy`. */
  trustProxy: boolean | number | string[];
  tls: Tls;
  media: MediaConfig;
  turn: { urls: string[]; secret: string } | undefined;
  logLevel: LogLevel;
  /** Without it `/metrics` answers 404. */
  metricsToken: string | undefined;
  /** `connections` is the size of each of the two pools. */
  database: { url: string | undefined; account: string; connections: number };
  redisUrl: string | undefined;
  /** Absolute folder of the blobs on disk. */
  blobDir: string;
  secrets: Secrets;
};
