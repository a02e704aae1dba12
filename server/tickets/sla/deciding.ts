import type { Audit } from '#server/platform/audit.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Job } from '#server/platform/jobs.ts';
import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { AppError } from '#shared/contract/errors.ts';
import { slaChanged } from '#shared/contract/sla.ts';
import { raiseRevision } from './sla.store.ts';

export type Deciding = Pick<Platform, 'db' | 'clock'> & {
  audit: Audit;
  publisher: Publisher;
  job: Job<Record<string, never>>;
};

export const unknownCalendar = () => new AppError('notFound', 'There is no such calendar.');

/** Something that tickets are reckoned by changes: one such change after the other, and open tickets follow. */
export async function decide<T>({ db, publisher, job }: Deciding, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await db.transaction(async (tx) => {
    await raiseRevision(tx);
    const result = await work(tx);
    await job.enqueue(tx, {}, { key: 'decided' });
    tx.afterCommit(() => publisher.publish(audience.organisation(), slaChanged, {}));
    return result;
  });
}
