import { setTimeout as sleep } from 'node:timers/promises';

export type Rate = { burst: number; perSecond: number };

/** Lets calls through at a rate, in the order they came: a burst at once, then one after the other. */
export function createTokenBucket({ burst, perSecond }: Rate, now: () => number = () => performance.now()) {
  const msPerToken = 1000 / perSecond;
  /** When the bucket was, or will be, empty: each call moves it on. */
  let emptyAt = now() - burst * msPerToken;

  return {
    /** How long a call that takes its token now has to wait. */
    reserve(): number {
      emptyAt = Math.max(emptyAt, now() - burst * msPerToken) + msPerToken;
      return Math.max(0, emptyAt - now());
    },
    async take(signal: AbortSignal): Promise<void> {
      const waitMs = this.reserve();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    },
    /** Nobody gets a token before that. */
    pause(ms: number): void {
      emptyAt = Math.max(emptyAt, now() + ms);
    },
  };
}
export type TokenBucket = ReturnType<typeof createTokenBucket>;
