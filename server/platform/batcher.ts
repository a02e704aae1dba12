import { setImmediate as immediately, setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#shared/contract/errors.ts';

type BatcherOptions<I, O> = {
  /** Items of one run at most. */
  max: number;
  /**
   * From the start of one run to the start of the next at least, so that a steady stream shares runs: what comes after a
   * pause does not wait.
   */
  spacingMs: number;
  /** Items that may wait; more are refused with `unavailable`, so that a stuck database does not fill the memory. */
  maxWaiting: number;
  /** Answers one output per item, in the same order. All or nothing: when it rejects, no item has taken effect. */
  run(items: I[]): Promise<O[]>;
  /** Whether a failure comes from one of the items: then the halves run apart, so that only the bad one fails. */
  isOfItem(error: unknown): boolean;
};

type Waiting<I, O> = { item: I; resolve(output: O): void; reject(error: unknown): void };

/**
 * Group commit: what arrives in the same tick, or while a run is under way, goes into the next run together. One run at
 * a time, in order of arrival, so an idle server answers at once and a busy one does more per run.
 */
export function createBatcher<I, O>({ max, spacingMs, maxWaiting, run, isOfItem }: BatcherOptions<I, O>) {
  let waiting: Waiting<I, O>[] = [];
  let lastStart = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  function add(item: I): Promise<O> {
    if (waiting.length >= maxWaiting) {
      const busy = new AppError('unavailable', 'The hub is too busy to take this.', {
        details: { reason: 'busy' },
      });
      return Promise.reject(busy);
    }
    return new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      running ??= untilEmpty();
    });
  }

  async function untilEmpty(): Promise<void> {
    while (waiting.length > 0) {
      await gather();
      lastStart = performance.now();
      const batch = waiting.slice(0, max);
      waiting = waiting.slice(max);
      await settle(batch);
    }
    running = undefined;
  }

  /** To the end of this tick, or of the time that runs keep between them. */
  async function gather(): Promise<void> {
    const early = lastStart + spacingMs - performance.now();
    if (early > 0 && waiting.length < max) await sleep(early);
    else await immediately();
  }

  async function settle(batch: Waiting<I, O>[]): Promise<void> {
    try {
      const outputs = await run(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(outputs[index] as O));
    } catch (error) {
      if (batch.length > 1 && isOfItem(error)) {
        const middle = Math.ceil(batch.length / 2);
        await settle(batch.slice(0, middle));
        await settle(batch.slice(middle));
      } else for (const { reject } of batch) reject(error);
    }
  }

  return {
    add,
    /** Resolves when nothing waits or runs. */
    idle: async (): Promise<void> => running,
  };
}
export type Batcher<I, O> = ReturnType<typeof createBatcher<I, O>>;
