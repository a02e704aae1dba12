import * as z from 'zod';
import type { Jobs } from '#server/platform/jobs.ts';

const name = 'widget-sweep';

/** Removes links that have run out. */
export function defineWidgetSweep(jobs: Jobs, sweep: () => Promise<void>): void {
  jobs.define(name, z.object({}), sweep);
}

/** After the job queue has started. */
export const scheduleWidgetSweep = (jobs: Jobs): Promise<void> => jobs.schedule(name, '17 * * * *');
