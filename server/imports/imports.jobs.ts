import * as z from 'zod';
import type { Jobs } from '#server/platform/jobs.ts';
import { TicketImportId } from '#shared/contract/ids.ts';

const run = 'imports-run';
const sweep = 'imports-sweep';

type Work = {
  run(importId: TicketImportId, signal: AbortSignal): Promise<void>;
  /** Answers those that somebody has to go on with. */
  sweep(): Promise<TicketImportId[]>;
};

/** An import whose node was killed is gone on with within a minute or two, by whichever node is there. */
export function defineImportJobs(jobs: Jobs, work: Work): void {
  jobs.define(
    run,
    z.object({ importId: TicketImportId }),
    ({ importId }, { signal }) => work.run(importId, signal),
    { retries: 0, timeoutSeconds: 3_600 },
  );
  jobs.define(sweep, z.object({}), async () => {
    for (const importId of await work.sweep()) await enqueueImport(jobs, importId);
  });
}

/** While one waits already there is no second one. */
export async function enqueueImport(jobs: Jobs, importId: TicketImportId): Promise<void> {
  await jobs.enqueue(undefined, run, { importId }, { key: importId });
}

/** After the job queue has started. */
export const scheduleImports = (jobs: Jobs): Promise<void> => jobs.schedule(sweep, '* * * * *');
