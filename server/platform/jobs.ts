import type * as z from 'zod';
import type { Tx } from './db.ts';

export type JobOptions = {
  /** Attempts after the first one. Default 5, with growing delays. */
  retries?: number;
  /** First delay between attempts. Default 2. */
  retryDelaySeconds?: number;
  /** An attempt that takes longer counts as failed. Default 900. */
  timeoutSeconds?: number;
  /** Jobs of this name that run at once in this process. Default 1. */
  concurrency?: number;
};

export type EnqueueOptions = {
  startAfter?: Date;
  /** While a job with this key waits, another one is not added. */
  key?: string;
  /** Higher first. Default 0. */
  priority?: number;
};

/** A job that can no longer run: all attempts failed, or its data no longer fits. */
export type DeadJob = { id: string; name: string; data: unknown; error: string; failedAt: Date };

export type JobContext = { id: string; attempt: number; signal: AbortSignal };

export type Job<T> = {
  readonly name: string;
  enqueue(tx: Tx | undefined, data: T, options?: EnqueueOptions): Promise<string | undefined>;
};

export type Jobs = {
  /** Before `start`. The handler may run more than once for a job, so it has to be idempotent. */
  define<T extends object>(
    name: string,
    schema: z.ZodType<T>,
    handler: (data: T, context: JobContext) => Promise<void>,
    options?: JobOptions,
  ): Job<T>;
  /** Within the transaction when a `Tx` is given: no commit, no job. Returns undefined when `key` already waits. */
  enqueue(
    tx: Tx | undefined,
    name: string,
    data: object,
    options?: EnqueueOptions,
  ): Promise<string | undefined>;
  /** Five-field cron in UTC, unless a time zone is given. Once per installation, not once per node. */
  schedule(name: string, cron: string, data?: object, options?: { timeZone?: string }): Promise<void>;
  dead(name: string): Promise<DeadJob[]>;
  /** Gives the dead jobs of a name another life; returns how many. */
  revive(name: string): Promise<number>;
  start(): Promise<void>;
  /** Takes no new jobs and waits for the running ones, up to 20 s. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};
