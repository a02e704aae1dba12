import * as z from 'zod';
import type { Audit } from '#server/platform/audit.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import type { Jobs } from '#server/platform/jobs.ts';
import { cutUpTo, lastOlderThan, lockChain } from './audit.store.ts';

type Parts = { db: Db; clock: Clock; audit: Audit; auditDays(): number };

const dayMs = 86_400_000;
const atOnce = 20_000;
/** A night's work at most; the next night goes on. */
const maxCuts = 100;

/**
 * Cuts the oldest entries. The hash of the last one that goes is the base the rest verifies from, and an entry at the end
 * of the chain says so.
 */
export function createRetention({ db, clock, audit, auditDays }: Parts) {
  const cut = (until: Date): Promise<number> =>
    db.transaction(async (tx) => {
      await lockChain(tx);
      const last = await lastOlderThan(tx, until, atOnce);
      if (!last) return 0;
      const removed = await cutUpTo(tx, last);
      const facts = { upTo: last.seq, hash: last.hash.toString('hex'), removed };
      audit.record(tx, { actor: null, action: 'audit.cut', facts });
      return removed;
    });

  return async function cutOld(): Promise<number> {
    const until = new Date(clock.now().getTime() - auditDays() * dayMs);
    let removed = 0;
    for (let nth = 0; nth < maxCuts; nth++) {
      const now = await cut(until);
      removed += now;
      if (now < atOnce) break;
    }
    return removed;
  };
}

const name = 'admin-audit-retention';

export function defineRetention(jobs: Jobs, cutOld: () => Promise<number>): void {
  jobs.define(name, z.object({}), async () => void (await cutOld()));
}

/** After the job queue has started. */
export const scheduleRetention = (jobs: Jobs): Promise<void> => jobs.schedule(name, '17 3 * * *');
