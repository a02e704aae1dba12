import { AppError } from '#shared/contract/errors.ts';

/** A token bucket: `burst` calls at once, `perSecond` in the long run. */
const burst = 300;
const perSecond = 120;

export type Bucket = { tokens: number; at: number; refused: number };

export const fullBucket = (now = performance.now()): Bucket => ({ tokens: burst, at: now, refused: 0 });

export function allow(bucket: Bucket, now = performance.now()): void {
  bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return;
  }
  bucket.refused += 1;
  const retryAfterMs = Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
  throw new AppError('tooMany', 'Too many calls on this connection.', { details: { retryAfterMs } });
}
