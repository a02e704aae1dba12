import { AppError } from '#shared/contract/errors.ts';

export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs at most `atOnce` pieces of work together; the next `queue` wait, more are refused. */
export function createSlots(atOnce: number, queue: number): Slots {
  let free = atOnce;
  const waiting: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (free > 0) {
      free -= 1;
      return;
    }
    if (waiting.length >= queue) throw new AppError('unavailable', 'The server is busy. Try again shortly.');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
