import * as z from 'zod';
import type { Job, Jobs } from '#server/platform/jobs.ts';

const name = 'ticket-sla';

/** Reckons what changed policies mean to open tickets, and tells of clocks that run out. */
export const defineSlaJob = (jobs: Jobs, escalate: () => Promise<void>): Job<Record<string, never>> =>
  jobs.define(name, z.object({}), escalate);

/** After the job queue has started. */
export const scheduleSla = (jobs: Jobs): Promise<void> => jobs.schedule(name, '* * * * *');
