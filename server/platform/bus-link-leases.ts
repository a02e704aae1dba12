import type { Lease } from './bus.ts';
import { defaultDeadlineMs } from './bus.ts';

type Grant = {
  name: string;
  token: number;
  /** Of the hub, for this link. */
  key: number;
  ttlMs: number;
  /** On this process' clock, before the hub was asked: so the holder stops before the hub gives it to somebody else. */
  askedAt: number;
  ask(verb: string, args: unknown[], deadlineMs: number): Promise<unknown>;
};
type Held = { end: AbortController; timer: NodeJS.Timeout | undefined };

/** The leases that a linked node holds. They end with the link: the hub gives them back in its name. */
export function createHeldLeases() {
  const held = new Map<number, Held>();

  function drop(key: number): Held | undefined {
    const found = held.get(key);
    clearTimeout(found?.timer);
    held.delete(key);
    return found;
  }

  const lose = (key: number) => drop(key)?.end.abort();

  function prolong(key: number, entry: Held, until: number): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => lose(key), Math.max(0, until - performance.now())).unref();
  }

  return {
    hold({ name, token, key, ttlMs, askedAt, ask }: Grant): Lease {
      const entry: Held = { end: new AbortController(), timer: undefined };
      held.set(key, entry);
      prolong(key, entry, askedAt + ttlMs);
      return {
        name,
        token,
        async renew() {
          if (held.get(key) !== entry) return false;
          const renewedAt = performance.now();
          const renewed = await ask('renew', [key], defaultDeadlineMs).catch(() => false);
          if (held.get(key) !== entry) return false;
          if (renewed === true) prolong(key, entry, renewedAt + ttlMs);
          else lose(key);
          return renewed === true;
        },
        async release() {
          if (held.get(key) !== entry) return;
          drop(key);
          await ask('release', [key], defaultDeadlineMs).catch(() => {});
        },
        lost: entry.end.signal,
      };
    },
    lose,
    loseAll(): void {
      for (const key of held.keys()) lose(key);
    },
  };
}
