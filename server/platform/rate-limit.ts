import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '#shared/contract/errors.ts';

export type RateLimit = { points: number; perSeconds: number };

/**
 * Counts per key in this process; `shared-limit.ts` counts over all of them. Make one inside the factory that uses it, never at module level: hubs of one
 * test process would share the counters.
 */
export function limiter(name: string, limit: RateLimit) {
  const counters = new RateLimiterMemory({
    keyPrefix: name,
    points: limit.points,
    duration: limit.perSeconds,
  });
  return {
    /** Throws AppError 'tooMany' with `details.retryAfterMs` once the points of the period are spent. */
    async consume(key: string, points = 1): Promise<void> {
      await counters.consume(key, points).catch((refusal: unknown) => {
        throw refusal instanceof RateLimiterRes ? tooMany(name, refusal.msBeforeNext) : refusal;
      });
    },
    /** Forgets a key, for example after a successful sign-in. */
    async forgive(key: string): Promise<void> {
      await counters.delete(key);
    },
  };
}

export type Limiter = ReturnType<typeof limiter>;

export function tooMany(name: string, retryAfterMs: number): AppError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new AppError('tooMany', `Too many attempts. Try again in ${seconds} s.`, {
    details: { reason: name, retryAfterMs },
  });
}
