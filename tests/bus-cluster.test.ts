import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { topic } from '#server/platform/bus.ts';
import { slotOf } from '#server/platform/redis-slot.ts';
import { describeBus } from './acceptance/bus.ts';
import { describeLeases } from './acceptance/leases.ts';
import { createRedisWorld, openBus, placeOf } from './redis-bus.ts';
import { type RedisCluster, startRedisCluster } from './redis-server.ts';

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startRedisCluster();
}, 60_000);
afterAll(() => cluster[Symbol.asyncDispose]());

describeBus('over a cluster', () => createRedisWorld(cluster.url));
describeLeases('over a cluster', () => createRedisWorld(cluster.url));

test('slots are counted as Redis counts them', async () => {
  for (const key of ['123456789', 'foo', '{user1000}.following', 'foo{}{bar}', 'foo{{bar}}zap', 'test:t:é'])
    expect(slotOf(key)).toBe(await cluster.servers[0]?.ask('CLUSTER', 'KEYSLOT', key));
});

test('a slot that moves to another server takes its subscriptions along', async () => {
  const place = placeOf(cluster.url);
  await using a = await openBus(place);
  await using b = await openBus(place);
  const heard = new Set<number>();
  const moving = topic<{ n: number }>('moving');
  await b.subscribe(moving, ({ n }) => heard.add(n));
  const slot = slotOf(`${place.prefix}:t:moving`);
  const { servers } = cluster;
  const from = Math.floor((slot * 3) / 16_384);
  const [owner, target, third] = [servers[from], servers[(from + 1) % 3], servers[(from + 2) % 3]];
  const [ownerId, targetId] = [await owner?.ask('CLUSTER', 'MYID'), await target?.ask('CLUSTER', 'MYID')];
  const setSlot = (server: typeof owner, ...state: string[]) =>
    server?.ask('CLUSTER', 'SETSLOT', String(slot), ...state);
  // As it is done with keys: who imports gets a newer epoch by it, else the servers may give the slot back to each other.
  await setSlot(target, 'IMPORTING', String(ownerId));
  await setSlot(owner, 'MIGRATING', String(targetId));
  for (const server of [target, owner, third]) await setSlot(server, 'NODE', String(targetId));
  let n = 0;
  await vi.waitFor(
    async () => {
      a.publish(moving, { n: ++n });
      await sleep(50);
      expect(heard).toContain(n);
    },
    { timeout: 15_000 },
  );
  expect(b.state()).toBe('connected');
});

test('without one of its servers the rest goes on, and it is whole again when that is back', async () => {
  const place = placeOf(cluster.url);
  await using a = await openBus(place);
  await using b = await openBus(place);
  const heard = new Set<string>();
  const topics = Array.from({ length: 12 }, (_, n) => topic<string>(`topic ${n}`));
  for (const each of topics) await b.subscribe(each, () => heard.add(each.name));
  await cluster.servers[2]?.kill();
  await vi.waitFor(() => expect([a.state(), b.state()]).toEqual(['degraded', 'degraded']), 10_000);
  await cluster.servers[2]?.start();
  await vi.waitFor(() => expect([a.state(), b.state()]).toEqual(['connected', 'connected']), 20_000);
  for (const each of topics) a.publish(each, 'again');
  await expect.poll(() => heard.size).toBe(12);
}, 60_000);
