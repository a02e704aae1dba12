import type { Lease } from './bus.ts';

type Grant = { token: number; expiresAt: number; timer: NodeJS.Timeout | undefined; end: AbortController };

/** Leases among the buses of one process. */
export function createMemoryLeases() {
  const grants = new Map<string, Grant>();
  let lastToken = 0;

  /** Asks the time too: a stalled event loop runs its timers late. */
  const isHeld = (name: string, grant: Grant) =>
    grants.get(name) === grant && performance.now() < grant.expiresAt;

  function end(name: string, grant: Grant): void {
    clearTimeout(grant.timer);
    if (grants.get(name) === grant) grants.delete(name);
  }

  function lose(name: string, grant: Grant): void {
    end(name, grant);
    grant.end.abort();
  }

  function prolong(name: string, grant: Grant, ttlMs: number): void {
    clearTimeout(grant.timer);
    grant.expiresAt = performance.now() + ttlMs;
    grant.timer = setTimeout(() => lose(name, grant), ttlMs).unref();
  }

  function renew(name: string, grant: Grant, ttlMs: number): boolean {
    const held = isHeld(name, grant);
    if (held) prolong(name, grant, ttlMs);
    else if (grants.get(name) === grant) lose(name, grant);
    return held;
  }

  return {
    /** `holder` aborts when the node goes, and its leases with it. */
    take(name: string, ttlMs: number, holder: AbortSignal): Lease | undefined {
      const before = grants.get(name);
      if (before && isHeld(name, before)) return undefined;
      if (before) lose(name, before);
      const grant: Grant = {
        token: ++lastToken,
        expiresAt: 0,
        timer: undefined,
        end: new AbortController(),
      };
      grants.set(name, grant);
      prolong(name, grant, ttlMs);
      const leave = () => grants.get(name) === grant && lose(name, grant);
      holder.addEventListener('abort', leave, { once: true });
      grant.end.signal.addEventListener('abort', () => holder.removeEventListener('abort', leave));
      return {
        name,
        token: grant.token,
        renew: async () => renew(name, grant, ttlMs),
        release: async () => {
          holder.removeEventListener('abort', leave);
          end(name, grant);
        },
        lost: grant.end.signal,
      };
    },
  };
}

export type MemoryLeases = ReturnType<typeof createMemoryLeases>;
