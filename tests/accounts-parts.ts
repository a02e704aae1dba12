import { rmSync } from 'node:fs';
import { createAccounts } from '#server/accounts/accounts.ts';
import { createSpaces } from '#server/accounts/spaces.ts';
import { createAudit } from '#server/admin/audit/audit.ts';
import { createDiskBlobs } from '#server/platform/blobs-disk.ts';
import { createMemoryBus } from '#server/platform/bus-memory.ts';
import { createManualClock } from '#server/platform/clock.ts';
import { createJobs } from '#server/platform/jobs-boss.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMetrics } from '#server/platform/metrics.ts';
import type { Platform } from '#server/platform/platform.ts';
import { createPublisher } from '#server/signaling/publisher.ts';
import { testConfig } from './config.ts';
import { createTestDatabase } from './database.ts';
import { makeDataFolder } from './database-server.ts';

export const caller = { address: '192.0.2.7', userAgent: 'a test' };
export const account = (name: string) => ({
  displayName: name,
  email: `${name}@example.org`,
  password: 'correct horse battery',
  locale: 'en' as const,
  timeZone: 'Europe/Paris',
});

/** The services on a real database without the edges, for what needs a clock to move or queries to be counted. */
export async function createAccountsParts() {
  const database = await createTestDatabase();
  const dataDir = makeDataFolder();
  const logger = createLogger({ level: 'silent' });
  const clock = createManualClock();
  const db = database.open();
  const platform: Platform = {
    config: testConfig({ dataDir, databaseUrl: database.url }),
    db,
    bus: createMemoryBus({ roles: ['hub'], logger }),
    blobs: await createDiskBlobs(`${dataDir}/blobs`),
    jobs: createJobs({ db, logger }),
    logger,
    clock,
    metrics: createMetrics(),
  };
  const publisher = createPublisher(platform.bus);
  const publicUrl = () => 'https://hub.example.org';
  const audit = createAudit(platform);
  const accounts = createAccounts(platform, { publisher, audit, publicUrl });
  const spaces = createSpaces(platform, { publisher, audit });

  async function close(): Promise<void> {
    await accounts.close();
    await audit.close();
    await platform.bus.close();
    await platform.blobs.close();
    await db.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }

  return {
    platform,
    db,
    clock,
    publisher,
    audit,
    accounts,
    spaces,
    /** The first administrator's cookie. */
    async setUp(): Promise<string> {
      const secret = (await accounts.setupLink())?.split('/').at(-1) ?? '';
      const input = { ...account('ada'), secret, organisationName: 'Example Works' };
      return (await accounts.setup.setUp(input, caller)).session.token;
    },
    async actorOf(cookieToken: string) {
      const actor = await accounts.authenticate({ cookieToken });
      if (!actor) throw new Error('nobody holds this cookie');
      return actor;
    },
    /** What a piece of work asks the database. */
    async queriesOf(work: () => Promise<unknown>): Promise<string[]> {
      const seen: string[] = [];
      const stop = db.onQuery(({ sql }) => seen.push(sql));
      await work();
      stop();
      return seen;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type AccountsParts = Awaited<ReturnType<typeof createAccountsParts>>;
