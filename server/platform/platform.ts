import type { Config } from '#server/config/config.ts';
import type { Blobs } from './blobs.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import type { Jobs } from './jobs.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** What every domain may ask for. Knows no domain. */
export type Platform = {
  config: Config;
  db: Db;
  bus: Bus;
  blobs: Blobs;
  jobs: Jobs;
  logger: Logger;
  clock: Clock;
  metrics: Metrics;
};
