import { afterAll, beforeAll } from 'vitest';
import { describeBus } from './acceptance/bus.ts';
import { describeLeases } from './acceptance/leases.ts';
import { createRedisWorld } from './redis-bus.ts';
import { type RedisServer, startRedis } from './redis-server.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

describeBus('over one Redis', () => createRedisWorld(redis.url));
describeLeases('over one Redis', () => createRedisWorld(redis.url));
