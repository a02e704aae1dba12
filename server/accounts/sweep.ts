import * as z from 'zod';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import type { Jobs } from '#server/platform/jobs.ts';
import { deleteOldLimits } from '#server/platform/shared-limit.ts';
import { deleteExpiredInvitations } from './invitations.store.ts';
import type { Revoke } from './revoke.ts';
import { deleteExpiredSessions } from './sessions.store.ts';
import { deleteExpiredTokens } from './tokens.store.ts';

type Parts = { db: Db; clock: Clock; revoke: Revoke };

/** Removes what has run out, and drops the connections that were opened with it while it was good. */
export const createSweep =
  ({ db, clock, revoke }: Parts) =>
  (): Promise<void> =>
    db.transaction(async (tx) => {
      const now = clock.now();
      for (const session of await deleteExpiredSessions(tx, now)) revoke(tx, { session }, 'signedOut');
      for (const token of await deleteExpiredTokens(tx, now)) revoke(tx, { token }, 'signedOut');
      await deleteExpiredInvitations(tx, now);
      await deleteOldLimits(tx);
    });

const name = 'accounts-sweep';

export function defineSweep(jobs: Jobs, sweep: () => Promise<void>): void {
  jobs.define(name, z.object({}), sweep);
}

/** After the job queue has started. */
export const scheduleSweep = (jobs: Jobs): Promise<void> => jobs.schedule(name, '* * * * *');
