import type { NodeInfo } from './bus.ts';
import { createListeners } from './listeners.ts';
import type { RedisChannels } from './redis-channels.ts';
import { outOfReach } from './redis-failure.ts';
import type { RedisClient } from './redis-link.ts';

export type RegistryTimings = {
  beatMs: number;
  /** A node that was silent for so long is gone. */
  ttlMs: number;
};
export const registryTimings: RegistryTimings = { beatMs: 1_000, ttlMs: 5_000 };

export type RedisRegistryOptions = {
  self: NodeInfo;
  prefix: string;
  timings: RegistryTimings;
  channels: RedisChannels;
  clientOf(key: string): RedisClient | undefined;
  onGone(node: string): void;
  /** Another node had been cut off from the others and is back. */
  onBack(): void;
  onError(error: unknown, what: string): void;
};

/**
 * Prolongs one node's stay and answers with everybody's description. All times are of Redis's own clock. When that clock
 * was set back (or another server with another clock took over) nobody stays longer than a time to live from now.
 */
const beatScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = now + tonumber(ARGV[3])
redis.call('ZADD', KEYS[1], limit, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. limit, '+inf')) do redis.call('ZADD', KEYS[1], limit, id) end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
return redis.call('HVALS', KEYS[2])`;
/** A node that is linked anew speaks through another process: what the one before says of it counts no more. */
const leaveScript = `
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('HDEL', KEYS[2], ARGV[1])`;

type News = { came: NodeInfo; back: boolean } | { went: string };

/** Looks without a trace of a node for so many times in a row are believed. */
const looks = 2;

/** Which nodes there are. Each says so itself, again and again; Redis forgets those that stopped. */
export function createRedisRegistry(options: RedisRegistryOptions) {
  const { self, prefix, timings, channels, clientOf, onGone, onBack, onError } = options;
  const keys = [`${prefix}:{nodes}:until`, `${prefix}:{nodes}:about`];
  const channel = `${prefix}:{nodes}:news`;
  const known = new Map<string, { info: NodeInfo; missing: number }>([[self.id, { info: self, missing: 0 }]]);
  const listeners = createListeners<[readonly NodeInfo[]]>((error) => onError(error, 'a listener failed'));
  const about = JSON.stringify(self);
  let connectedAt = performance.now();
  let closed = false;

  const list = (): NodeInfo[] => [...known.values()].map(({ info }) => info);

  function add(info: NodeInfo): boolean {
    const before = known.get(info.id);
    if (before) before.missing = 0;
    else known.set(info.id, { info, missing: 0 });
    return !before;
  }

  function remove(id: string): boolean {
    if (id === self.id || !known.delete(id)) return false;
    onGone(id);
    return true;
  }

  /** A Redis that has just come back may not know yet who is there: everybody gets the time to say so. */
  function learn(infos: readonly NodeInfo[]): void {
    const here = new Set(infos.map(({ id }) => id));
    let changed = false;
    for (const info of infos) changed = add(info) || changed;
    for (const [id, each] of known) {
      if (here.has(id)) continue;
      each.missing += 1;
      const settled = performance.now() - connectedAt > timings.ttlMs;
      if (settled && each.missing >= looks) changed = remove(id) || changed;
    }
    if (changed && !closed) listeners.tell(list());
  }

  async function run(script: string, args: string[]): Promise<unknown> {
    const client = clientOf(channel);
    if (!client) throw outOfReach('nobody knows who is there');
    return await client.eval(script, { keys, arguments: args });
  }

  async function beat(): Promise<void> {
    const found = await run(beatScript, [self.id, about, String(timings.ttlMs)]);
    if (!closed && Array.isArray(found)) learn(found.map((text): NodeInfo => JSON.parse(String(text))));
  }

  function hear(text: string): void {
    const news: News = JSON.parse(text);
    if (closed) return;
    const changed = 'came' in news ? add(news.came) : remove(news.went);
    if (changed) listeners.tell(list());
    if ('came' in news && news.back && news.came.id !== self.id) onBack();
  }
  const announce = (news: News) => channels.send(channel, JSON.stringify(news));

  const timer = setInterval(() => {
    // Without a connection there is nothing to say: the state of the bus says so already.
    if (clientOf(channel)) beat().catch((error: unknown) => onError(error, 'a heartbeat failed'));
  }, timings.beatMs).unref();
  const hearing = channels.listen(channel, hear);

  return {
    list,
    onNodes: listeners.add,
    /** Who is there right now; rejects without a connection. */
    refresh: beat,
    /** Says that this node is there, or there again: `back`. */
    async connected(back: boolean): Promise<void> {
      connectedAt = performance.now();
      for (const each of known.values()) each.missing = 0;
      await beat();
      await announce({ came: self, back });
    },
    async close(): Promise<void> {
      closed = true;
      clearInterval(timer);
      listeners.clear();
      const left = await run(leaveScript, [self.id, about]).catch(() => 0);
      if (left) await announce({ went: self.id }).catch(() => {});
      await (await hearing)();
    },
  };
}
export type RedisRegistry = ReturnType<typeof createRedisRegistry>;
