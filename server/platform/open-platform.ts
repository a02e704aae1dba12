import type { Config } from '#server/config/config.ts';
import type { OpenBus } from './bus.ts';
import type { MemoryBusHub } from './bus-memory-hub.ts';
import { systemClock } from './clock.ts';
import { createJobs } from './jobs-boss.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { openBus } from './open-bus.ts';
import type { Platform } from './platform.ts';
import { openBlobs } from './open-blobs.ts';
import { startDb } from './start-db.ts';

type Options = {
  version: string;
  logger: Logger;
  onFatal(error: Error): void;
  /** Several hubs in one process, for tests. */
  busHub?: MemoryBusHub | undefined;
};

/** Everything that knows no domain, started in the order of need; `close` goes the other way round. */
export async function openPlatform(
  config: Config,
  { version, logger, onFatal, busHub }: Options,
): Promise<Platform & { openBus: OpenBus; close(): Promise<void> }> {
  const db = await startDb({ config, logger, onFatal });
  try {
    const carrier = await openBus(config, { version, logger, busHub });
    const blobs = await openBlobs(config);
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
