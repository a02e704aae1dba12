import * as z from 'zod';
import type { Jobs } from '#server/platform/jobs.ts';

const name = 'tickets-sweep';

/** What time alone brings about: reminders, tickets that close by themselves, files that nobody wants any more. */
export function defineTicketSweep(jobs: Jobs, sweep: () => Promise<void>): void {
  jobs.define(name, z.object({}), sweep);
}

/** After the job queue has started. */
export const scheduleTicketSweep = (jobs: Jobs): Promise<void> => jobs.schedule(name, '*/5 * * * *');
