import { randomBytes } from 'node:crypto';
import { parseRedisUrl, type RedisPlace } from '#server/config/redis-url.ts';
import type { Bus, NodeInfo } from '#server/platform/bus.ts';
import { createRedisBus, type RedisBusOptions } from '#server/platform/bus-redis.ts';
import { createLocalBuses } from '#server/platform/bus-redis-local.ts';
import { newId } from '#server/platform/ids.ts';
import { createLogger } from '#server/platform/logger.ts';
import { describeNode } from '#server/platform/node-info.ts';
import type { BusWorld } from './acceptance/bus.ts';

export function placeOf(url: string, prefix = `test-${randomBytes(4).toString('hex')}`): RedisPlace {
  const place = parseRedisUrl(`${url}?prefix=${prefix}`);
  if ('mustBe' in place) throw new Error(place.mustBe);
  return place;
}

export type TestBusOptions = Partial<Pick<RedisBusOptions, 'timings' | 'patienceMs' | 'local'>> & {
  id?: string;
  about?: { [K in keyof NodeInfo]?: NodeInfo[K] };
};

/** A node on a bus over Redis. */
export const openBus = (
  place: RedisPlace,
  { id = newId(), about, ...rest }: TestBusOptions = {},
): Promise<Bus> =>
  createRedisBus({
    place,
    self: describeNode(id, about),
    logger: createLogger({ level: process.env['TEST_LOG'] === undefined ? 'silent' : 'debug' }),
    ...rest,
  });

/**
 * For the acceptance suites: each world has a prefix of its own on a server that all share. `together`: as if all nodes were
 * in one process.
 */
export async function createRedisWorld(url: string, { together = false } = {}): Promise<BusWorld> {
  const place = placeOf(url);
  const shared = together ? { local: createLocalBuses() } : {};
  const stack = new AsyncDisposableStack();
  return {
    node: async ({ id, roles } = {}) =>
      stack.use(await openBus(place, { ...(id && { id }), ...(roles && { about: { roles } }), ...shared })),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
