import type { Config } from '#server/config/config.ts';
import { parseRedisUrl } from '#server/config/redis-url.ts';
import type { Bus } from './bus.ts';
import { createMemoryBus } from './bus-memory.ts';
import { createRedisBus } from './bus-redis.ts';
import { newId } from './ids.ts';
import type { Logger } from './logger.ts';
import { describeNode } from './node-info.ts';

/** The configuration says how this process talks to the others: over Redis, or not at all because it is alone. */
export async function openBus(config: Config, version: string, logger: Logger): Promise<Bus> {
  const { roles, region, nodeName: name } = config;
  const self = describeNode(newId(), { roles, name, region, version });
  if (config.redisUrl === undefined) return createMemoryBus({ nodeId: self.id, about: self, logger });
  const place = parseRedisUrl(config.redisUrl);
  if ('mustBe' in place) throw new Error(`REDIS_URL is wrong: it must be ${place.mustBe}.`);
  return await createRedisBus({ place, self, logger });
}
