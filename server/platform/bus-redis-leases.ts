import type { Lease } from './bus.ts';
import { isElsewhere, outOfReach } from './redis-failure.ts';
import type { RedisClient } from './redis-link.ts';

export type RedisLeasesOptions = {
  prefix: string;
  clientOf(key: string): RedisClient | undefined;
  doubt(): void;
};

/**
 * Fencing numbers are the microseconds of Redis's clock, unless the last one was later: they grow when the counter got
 * lost in a failover, and when the clock was set back. What this node knows counts as well (ARGV[2]).
 */
const takeScript = `
if redis.call('EXISTS', KEYS[1]) == 1 then return false end
local time = redis.call('TIME')
local last = math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), tonumber(ARGV[2]))
local token = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))
redis.call('SET', KEYS[1], token, 'PX', ARGV[1])
redis.call('SET', KEYS[2], token, 'PX', 86400000)
return token`;
const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[1])`;
const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

type Held = { name: string; token: string; ttlMs: number; until: number; end: AbortController };

/**
 * Exclusive rights by Redis. The holder counts its time from before it asked, by its monotonic clock, so it gives up
 * before Redis does, whatever any machine takes the time of day to be.
 */
export function createRedisLeases({ prefix, clientOf, doubt }: RedisLeasesOptions) {
  const held = new Map<Held, NodeJS.Timeout>();
  let highest = 0;

  async function run(name: string, script: string, args: string[]): Promise<unknown> {
    const key = `${prefix}:{lease:${name}}`;
    const client = clientOf(key);
    if (!client) throw outOfReach(`the lease ${name}`);
    try {
      return await client.eval(script, { keys: [`${key}:held`, `${key}:last`], arguments: args });
    } catch (error) {
      if (isElsewhere(error)) doubt();
      throw outOfReach(`the lease ${name}`, error);
    }
  }

  function forget(each: Held): void {
    clearTimeout(held.get(each));
    held.delete(each);
  }
  function lose(each: Held): void {
    forget(each);
    each.end.abort();
  }
  function keep(each: Held, since: number): void {
    clearTimeout(held.get(each));
    each.until = since + each.ttlMs;
    const timer = setTimeout(() => lose(each), Math.max(0, each.until - performance.now())).unref();
    held.set(each, timer);
  }
  /** Asks the time too: a stalled event loop runs its timers late. */
  const isHeld = (each: Held) => held.has(each) && performance.now() < each.until;

  async function renew(each: Held): Promise<boolean> {
    const since = performance.now();
    const still = isHeld(each) && (await run(each.name, renewScript, [String(each.ttlMs), each.token])) === 1;
    if (still && isHeld(each)) keep(each, since);
    else if (held.has(each)) lose(each);
    return held.has(each);
  }

  /** Out of reach it runs out by itself. */
  const giveBack = (each: Held) => run(each.name, releaseScript, [each.token]).catch(() => {});

  return {
    async take(name: string, ttlMs: number): Promise<Lease | undefined> {
      const since = performance.now();
      const token = await run(name, takeScript, [String(ttlMs), String(highest)]);
      if (typeof token !== 'string') return undefined;
      highest = Math.max(highest, Number(token));
      const each: Held = { name, token, ttlMs, until: 0, end: new AbortController() };
      keep(each, since);
      return {
        name,
        token: Number(token),
        renew: () => renew(each),
        async release() {
          if (!held.has(each)) return;
          forget(each);
          await giveBack(each);
        },
        lost: each.end.signal,
      };
    },
    async close(): Promise<void> {
      const all = [...held.keys()];
      for (const each of all) lose(each);
      await Promise.all(all.map(giveBack));
    },
  };
}
export type RedisLeases = ReturnType<typeof createRedisLeases>;
