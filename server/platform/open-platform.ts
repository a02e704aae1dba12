import type { Config } from '#server/config/config.ts';
import { createDiskBlobs } from './blobs-disk.ts';
import { createMemoryBus } from './bus-memory.ts';
import type { MemoryBusHub } from './bus-memory-hub.ts';
import { systemClock } from './clock.ts';
import { createJobs } from './jobs-boss.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import type { Platform } from './platform.ts';
import { startDb } from './start-db.ts';

type Options = { logger: Logger; onFatal(error: Error): void; busHub?: MemoryBusHub | undefined };

/** Everything that knows no domain, started in the order of need; `close` goes the other way round. */
export async function openPlatform(
  config: Config,
  { logger, onFatal, busHub }: Options,
): Promise<Platform & { close(): Promise<void> }> {
  const db = await startDb({ config, logger, onFatal });
  try {
    const bus = createMemoryBus({ roles: config.roles, logger, ...(busHub ? { hub: busHub } : {}) });
    const blobs = await createDiskBlobs(config.blobDir);
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
