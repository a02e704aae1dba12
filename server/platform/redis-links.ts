import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisPlace } from '#server/config/redis-url.ts';
import type { BusState } from './bus.ts';
import type { Logger } from './logger.ts';
import { openLink, type RedisClient, type RedisLink, type RedisTimings, redisTimings } from './redis-link.ts';
import { slotOf } from './redis-slot.ts';
import { findShards, nameOf, type Shard } from './redis-topology.ts';

export type RedisLinksOptions = {
  place: RedisPlace;
  logger: Logger;
  timings?: Partial<RedisTimings>;
  /** After links were opened or slots moved: puts back what this node wants to hear. */
  restore(): Promise<void>;
  /** A server no longer serves this channel. */
  onDropped(channel: string): void;
  onState(state: BusState): void;
};

const pausesMs = [50, 100, 200, 400, 800, 1_000];
/** How often Sentinel or Cluster are asked whether the servers are still these. */
const checkMs = 2_000;

/**
 * The connections to all servers that take writes: one, or one a shard. A lost one makes the whole degraded until where
 * to connect has been found out anew and every subscription is back.
 */
export function createRedisLinks(options: RedisLinksOptions) {
  const { place, logger, restore, onDropped, onState } = options;
  const timings = { ...redisTimings, ...options.timings };
  const firstTime = Promise.withResolvers<void>();
  const links = new Map<string, RedisLink>();
  let shards: Shard[] = [];
  let state: BusState = 'degraded';
  let closing = false;
  let mending: Promise<void> | undefined;
  let complaint = '';

  const isWhole = () =>
    shards.length > 0 && shards.every(({ address }) => links.get(nameOf(address))?.isOpen() === true);

  function become(next: BusState): void {
    if (state === next || closing) return;
    state = next;
    onState(next);
    if (next === 'connected') firstTime.resolve();
  }

  function lose(link: RedisLink, error: Error): void {
    if (links.get(nameOf(link.address)) === link) links.delete(nameOf(link.address));
    if (closing) return;
    logger.warn({ redis: nameOf(link.address), reason: error.message }, 'bus: a connection to Redis is lost');
    doubt();
  }

  /** The servers may have moved, or one is gone. */
  function doubt(): void {
    become('degraded');
    if (!closing) mending ??= mend().finally(() => (mending = undefined));
  }

  async function mend(): Promise<void> {
    for (let attempt = 0; !closing; attempt++) {
      try {
        await connectAll();
        if (closing) return;
        logger.info({ servers: shards.map(({ address }) => nameOf(address)) }, 'bus: connected to Redis');
        complaint = '';
        become('connected');
        return;
      } catch (error) {
        complain(error);
        const pause = pausesMs[Math.min(attempt, pausesMs.length - 1)] ?? 1_000;
        await sleep(pause * (0.75 + Math.random() / 2), undefined, { ref: false });
      }
    }
  }

  /** Once a reason: an hour without Redis is one line, not thousands. */
  function complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== complaint) logger.error({ reason }, 'bus: Redis cannot be reached');
    complaint = reason;
  }

  async function connectAll(): Promise<void> {
    shards = await findShards(place, openClients(), timings);
    const wanted = new Set(shards.map(({ address }) => nameOf(address)));
    for (const [name, link] of links)
      if (!wanted.has(name)) {
        links.delete(name);
        void link.close();
      }
    const opened = await Promise.allSettled(shards.map(({ address }) => ensure(nameOf(address), address)));
    // The shards that are there serve their channels, whatever the others do.
    await restore();
    for (const outcome of opened) if (outcome.status === 'rejected') throw outcome.reason;
    if (!isWhole()) throw new Error('a connection was lost again');
  }

  async function ensure(name: string, address: RedisLink['address']): Promise<void> {
    if (links.get(name)?.isOpen()) return;
    const link = await openLink(place, address, timings, lose);
    link.client.on('sharded-channel-moved', (channel: string) => {
      onDropped(channel);
      doubt();
    });
    if (closing) await link.close();
    else links.set(name, link);
  }

  const openClients = (): RedisClient[] =>
    [...links.values()].filter((link) => link.isOpen()).map(({ client }) => client);

  async function check(): Promise<void> {
    if (state === 'degraded' || place.kind === 'single') return;
    const found = await findShards(place, openClients(), timings).catch(() => undefined);
    if (found && layoutOf(found) !== layoutOf(shards)) doubt();
  }
  const timer = setInterval(() => void check(), checkMs).unref();
  doubt();

  return {
    state: () => state,
    whenConnected: () => firstTime.promise,
    doubt,
    /** Of the server a key or channel belongs to; undefined while there is no connection. */
    clientOf(key: string): RedisClient | undefined {
      const slot = shards.length > 1 ? slotOf(key) : 0;
      const owner = shards.find(({ slots }) => slots.some(({ from, to }) => from <= slot && slot <= to));
      const link = owner && links.get(nameOf(owner.address));
      return link?.isOpen() ? link.client : undefined;
    },
    async close(): Promise<void> {
      closing = true;
      clearInterval(timer);
      await Promise.all([...links.values()].map((link) => link.close()));
      links.clear();
    },
  };
}
export type RedisLinks = ReturnType<typeof createRedisLinks>;

const layoutOf = (shards: readonly Shard[]): string =>
  shards
    .flatMap(({ address, slots }) => slots.map(({ from, to }) => `${from}-${to} ${nameOf(address)}`))
    .toSorted()
    .join();
