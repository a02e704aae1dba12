import * as z from 'zod';
import type { Jobs } from '#server/platform/jobs.ts';

const name = 'ticket-rules-sweep';

/** Asks the triggers of those who wait, and forgets old deliveries. */
export function defineRulesSweep(jobs: Jobs, sweep: () => Promise<void>): void {
  jobs.define(name, z.object({}), sweep);
}

/** After the job queue has started. */
export const scheduleRulesSweep = (jobs: Jobs): Promise<void> => jobs.schedule(name, '*/5 * * * *');
