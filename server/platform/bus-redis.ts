import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisPlace } from '#server/config/redis-url.ts';
import { AppError } from '#shared/contract/errors.ts';
import { type Bus, type BusState, defaultDeadlineMs, type NodeInfo } from './bus.ts';
import { createLocalBuses, type LocalBuses } from './bus-redis-local.ts';
import { createRedisLeases } from './bus-redis-leases.ts';
import { createRedisRegistry, type RegistryTimings, registryTimings } from './bus-redis-registry.ts';
import { createRedisRequests } from './bus-redis-requests.ts';
import { createRedisTopics } from './bus-redis-topics.ts';
import { decode, decodeFrom, encode, encodeFor } from './bus-wire.ts';
import { createListeners } from './listeners.ts';
import type { Logger } from './logger.ts';
import { createRedisChannels } from './redis-channels.ts';
import type { RedisTimings } from './redis-link.ts';
import { createRedisLinks } from './redis-links.ts';

export type RedisBusOptions = {
  place: RedisPlace;
  self: NodeInfo;
  /** Shared by the buses of one process. */
  local?: LocalBuses;
  logger: Logger;
  timings?: Partial<RedisTimings & RegistryTimings>;
  /** How long the start waits for Redis before it goes on without. */
  patienceMs?: number;
};

/** The bus of several processes, over one Redis, Sentinel or Cluster. */
export async function createRedisBus(options: RedisBusOptions): Promise<Bus> {
  const { place, self, logger, local = createLocalBuses(), timings = {}, patienceMs = 5_000 } = options;
  const { prefix } = place;
  const onError = (error: unknown, what: string) =>
    logger.error({ err: error, node: self.id }, `bus: ${what}`);
  const states = createListeners<[BusState]>((error) => onError(error, 'a listener failed'));
  let closing: Promise<void> | undefined;
  let started = false;

  const channels = createRedisChannels({
    clientOf: (channel) => links.clientOf(channel),
    doubt: () => links.doubt(),
  });
  const links = createRedisLinks({
    place,
    logger,
    timings,
    restore: channels.restore,
    onDropped: channels.dropped,
    onState: become,
  });
  const topics = createRedisTopics({ nodeId: self.id, prefix, channels, local, onError });
  const leases = createRedisLeases({ prefix, clientOf: links.clientOf, doubt: links.doubt });
  const registry = createRedisRegistry({
    self,
    prefix,
    timings: { ...registryTimings, ...timings },
    channels,
    clientOf: links.clientOf,
    onGone: (node) => requests.nodeGone(node),
    onBack: () => links.state() === 'connected' && states.tell('connected'),
    onError,
  });
  const requests = createRedisRequests({
    self,
    prefix,
    channels,
    local,
    nodes: registry.list,
    refresh: registry.refresh,
    onError,
  });

  function become(state: BusState): void {
    if (state === 'degraded') requests.connectionLost();
    else registry.connected(started).catch((error: unknown) => onError(error, 'the nodes were not told'));
    states.tell(state);
  }

  const assertOpen = () => {
    if (closing) throw new AppError('unavailable', 'this node has closed');
  };

  /** While the connection is still there: others hear at once that this node goes. */
  async function shut(): Promise<void> {
    states.clear();
    topics.flush();
    topics.close();
    const farewell = Promise.all([requests.close(), leases.close(), registry.close()]);
    await Promise.race([farewell, sleep(2_000, undefined, { ref: false })]);
    await links.close();
  }
  const close = () => (closing ??= shut());

  await Promise.race([links.whenConnected(), sleep(patienceMs, undefined, { ref: false })]);
  await registry.refresh().catch(() => logger.warn('bus: this process starts without Redis'));

  started = true;

  return {
    nodeId: self.id,

    publish(topic, payload) {
      if (closing) return;
      try {
        topics.publish(topic.name, encodeFor(topic, payload));
      } catch (error) {
        onError(error, `nothing was published on ${topic.name}`);
      }
    },

    async subscribe(topic, listener) {
      assertOpen();
      return await topics.subscribe(topic.name, (payload, from) =>
        listener(decodeFrom(topic, payload), from),
      );
    },

    async request(target, command, input, { deadlineMs = defaultDeadlineMs } = {}) {
      assertOpen();
      return decode(await requests.request(target, command.name, encode(input), deadlineMs));
    },

    async handle(command, handler) {
      assertOpen();
      if (requests.handlers.has(command.name)) throw new Error(`${command.name} is handled here already`);
      const entry = async (input: string | undefined, from: string) =>
        encode(await handler(decode(input), from));
      requests.handlers.set(command.name, entry);
      return async () => {
        if (requests.handlers.get(command.name) === entry) requests.handlers.delete(command.name);
      };
    },

    async lease(name, ttlMs) {
      assertOpen();
      return await leases.take(name, ttlMs);
    },

    state: links.state,
    onState: states.add,
    nodes: registry.list,
    onNodes: registry.onNodes,
    close,
    [Symbol.asyncDispose]: close,
  };
}
