import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { topic } from '#server/platform/bus.ts';
import { describeBus } from './acceptance/bus.ts';
import { describeLeases } from './acceptance/leases.ts';
import { createRedisWorld, openBus, placeOf } from './redis-bus.ts';
import { type SentinelSetup, startSentinels } from './redis-server.ts';

let sentinels: SentinelSetup;
beforeAll(async () => {
  sentinels = await startSentinels();
}, 60_000);
afterAll(() => sentinels[Symbol.asyncDispose]());

describeBus('over Sentinel', () => createRedisWorld(sentinels.url));
describeLeases('over Sentinel', () => createRedisWorld(sentinels.url));

test('when the master is killed, the bus goes on with the replica by itself', async () => {
  const place = placeOf(sentinels.url);
  await using a = await openBus(place);
  await using b = await openBus(place);
  const heard: number[] = [];
  const numbers = topic<number>('numbers');
  await b.subscribe(numbers, (n) => heard.push(n));
  const before = await a.lease('failover', 300);
  await sentinels.master.kill();
  await vi.waitFor(() => expect([a.state(), b.state()]).toEqual(['degraded', 'degraded']), 5_000);
  await vi.waitFor(() => expect([a.state(), b.state()]).toEqual(['connected', 'connected']), 25_000);
  a.publish(numbers, 1);
  await expect.poll(() => heard).toEqual([1]);
  const after = await vi.waitFor(async () => {
    const lease = await b.lease('failover', 5_000);
    expect(lease).toBeDefined();
    return lease;
  }, 10_000);
  expect(after?.token).toBeGreaterThan(before?.token ?? Number.POSITIVE_INFINITY);
  expect(await b.request({ node: a.nodeId }, { name: 'nobody' }, {}).catch((error) => error)).toMatchObject({
    code: 'unavailable',
  });
}, 60_000);
