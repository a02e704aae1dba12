import type { Config } from '#server/config/config.ts';
import { createMemoryBus } from './bus-memory.ts';
import { systemClock } from './clock.ts';
import { createJobs } from './jobs-boss.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import type { Platform } from './platform.ts';
import { openBlobs } from './open-blobs.ts';
import { startDb } from './start-db.ts';

type Options = { logger: Logger; onFatal(error: Error): void };

/** Everything that knows no domain, started in the order of need; `close` goes the other way round. */
export async function openPlatform(
  config: Config,
  { logger, onFatal }: Options,
): Promise<Platform & { close(): Promise<void> }> {
  const db = await startDb({ config, logger, onFatal });
  try {
    const bus = createMemoryBus({ roles: config.roles, logger });
    const blobs = await openBlobs(config);
    const jobs = createJobs({ db, logger });
    const metrics = createMetrics({ process: true });
    const close = async () => {
      await jobs.stop();
      await bus.close();
      await blobs.close();
      await db.close();
    };
    return { config, db, bus, blobs, jobs, logger, clock: systemClock, metrics, close };
  } catch (error) {
    await db.close();
    throw error;
  }
}
