import * as z from 'zod';
import type { Jobs } from '#server/platform/jobs.ts';

const name = 'tickets-proof';

/** Every night: are the figures what the tickets give? */
export function defineProof(jobs: Jobs, prove: () => Promise<void>): void {
  jobs.define(name, z.object({}), prove);
}

/** After the job queue has started. */
export const scheduleProof = (jobs: Jobs): Promise<void> => jobs.schedule(name, '47 2 * * *');
