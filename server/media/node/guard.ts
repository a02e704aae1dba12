import { errors } from 'mediasoup';
import { AppError } from '#shared/contract/errors.ts';

/** The media of this participant is gone for a reason that is not theirs: the client joins again. */
export const interrupted = (cause?: unknown) =>
  new AppError('conflict', 'The media of this participant is gone. Join again.', {
    cause,
    details: { reason: 'interrupted' },
  });

export const isInterruption = (error: unknown) =>
  error instanceof AppError && error.details.reason === 'interrupted';

/**
 * Runs a call into mediasoup. It checks what clients sent (codecs, parameters, order of calls) and throws; those
 * throws are the client's mistake as long as the object it was called on is still there.
 */
export async function guard<T>(owner: { closed: boolean }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (owner.closed || error instanceof errors.WorkerClosedError) throw interrupted(error);
    throw new AppError('invalid', `The media server refuses this: ${wordsOf(error)}`, { cause: error });
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : 'unknown').slice(0, 200);
