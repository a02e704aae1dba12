import * as z from 'zod';
import type { Jobs } from '#server/platform/jobs.ts';
import { ConnectorId } from '#shared/contract/ids.ts';

const due = 'connectors-due';
const sync = 'connectors-sync';
const syncsAtOnce = 4;

type Work = {
  due(): Promise<ConnectorId[]>;
  sync(connectorId: ConnectorId, signal: AbortSignal): Promise<void>;
};

/** Every minute: whose time has come? Each is read by one node. One that fails has its own time to try again. */
export function defineConnectorJobs(jobs: Jobs, work: Work): void {
  jobs.define(
    sync,
    z.object({ connectorId: ConnectorId }),
    ({ connectorId }, { signal }) => work.sync(connectorId, signal),
    { retries: 0, timeoutSeconds: 3_600, concurrency: syncsAtOnce },
  );
  jobs.define(due, z.object({}), async () => {
    for (const connectorId of await work.due()) await enqueueSync(jobs, connectorId);
  });
}

/** While one waits already there is no second one. */
export async function enqueueSync(jobs: Jobs, connectorId: ConnectorId): Promise<void> {
  await jobs.enqueue(undefined, sync, { connectorId }, { key: connectorId });
}

/** After the job queue has started. */
export const scheduleConnectors = (jobs: Jobs): Promise<void> => jobs.schedule(due, '* * * * *');
