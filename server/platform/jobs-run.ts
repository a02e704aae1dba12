import type { Job as BossJob, JobResult } from 'pg-boss';
import type * as z from 'zod';
import type { JobContext, JobOptions } from './jobs.ts';
import type { Logger } from './logger.ts';

/** A job as it was defined, its data still unknown: what comes from the database is parsed before it is believed. */
export type Definition = {
  name: string;
  schema: z.ZodType<object>;
  options: Required<JobOptions>;
  run(data: unknown, context: JobContext): Promise<'done' | 'misfit'>;
};

export const defaultJobOptions: Required<JobOptions> = {
  retries: 5,
  retryDelaySeconds: 2,
  timeoutSeconds: 900,
  concurrency: 1,
};

export function createDefinition<T extends object>(
  name: string,
  schema: z.ZodType<T>,
  handler: (data: T, context: JobContext) => Promise<void>,
  options: JobOptions = {},
): Definition {
  return {
    name,
    schema,
    options: { ...defaultJobOptions, ...options },
    async run(data, context) {
      const parsed = schema.safeParse(data);
      if (!parsed.success) return 'misfit';
      await handler(parsed.data, context);
      return 'done';
    },
  };
}

/** Data that no longer fits will not fit next time either: it goes straight to the dead jobs. */
export async function runJob(definition: Definition, job: BossJob, logger: Logger): Promise<JobResult> {
  const { id, retryCount, signal } = job;
  const about = { job: definition.name, id, attempt: retryCount + 1 };
  try {
    const outcome = await definition.run(job.data, { id, attempt: retryCount + 1, signal });
    if (outcome === 'done') return { id, status: 'completed' };
    logger.error(about, 'the data of a job no longer fits');
    return { id, status: 'deadletter', output: { message: 'the data no longer fits the job' } };
  } catch (error) {
    const last = retryCount >= definition.options.retries;
    logger[last ? 'error' : 'warn'](
      { ...about, err: error },
      last ? 'a job failed for good' : 'a job failed',
    );
    return {
      id,
      status: 'failed',
      output: { message: error instanceof Error ? error.message : String(error) },
    };
  }
}
