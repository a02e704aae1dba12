import type { Config } from '#server/config/config.ts';
import { createDiskBlobs } from './blobs-disk.ts';
import type { OpenBus } from './bus.ts';
import { systemClock } from './clock.ts';
import { createJobs } from './jobs-boss.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { openBus } from './open-bus.ts';
import type { Platform } from './platform.ts';
import { startDb } from './start-db.ts';

type Options = { logger: Logger; version: string; onFatal(error: Error): void };

/** Everything that knows no domain, started in the order of need; `close` goes the other way round. */
export async function openPlatform(
  config: Config,
  { logger, version, onFatal }: Options,
): Promise<Platform & { openBus: OpenBus; close(): Promise<void> }> {
  const db = await startDb({ config, logger, onFatal });
  try {
    const carrier = await openBus(config, { logger, version });
    const blobs = await createDiskBlobs(config.blobDir);
    const jobs = createJobs({ db, logger });
    const metrics = createMetrics({ process: true });
    const close = async () => {
      await jobs.stop();
      await carrier.bus.close();
      await blobs.close();
      await db.close();
    };
    return { config, db, ...carrier, blobs, jobs, logger, clock: systemClock, metrics, close };
  } catch (error) {
    await db.close();
    throw error;
  }
}
