import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Bus, busCommand, topic } from '#server/platform/bus.ts';
import { createLocalBuses } from '#server/platform/bus-redis-local.ts';
import { describeBus } from './acceptance/bus.ts';
import { describeLeases } from './acceptance/leases.ts';
import { until } from './media-kit.ts';
import { createRedisWorld, openBus, placeOf } from './redis-bus.ts';
import { type RedisServer, startRedis, startRedisRelay } from './redis-server.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

describeBus('over one Redis', () => createRedisWorld(redis.url));
describeLeases('over one Redis', () => createRedisWorld(redis.url));
describeBus('over one Redis within one process', () => createRedisWorld(redis.url, { together: true }));

test('nodes of one process go on with each other while Redis is away', async () => {
  await using own = await startRedis();
  const place = placeOf(own.url);
  const local = createLocalBuses();
  await using a = await openBus(place, { id: 'a', local });
  await using b = await openBus(place, { id: 'b', local });
  await using far = await openBus(place, { id: 'far' });
  const heard: string[] = [];
  const said = topic<string>('said');
  await b.subscribe(said, (text, from) => void heard.push(`${from} ${text}`));
  await b.handle(busCommand<number, number>('double'), async (n) => 2 * n);
  await own.kill();
  await until(() => [a, b, far].every((bus) => bus.state() === 'degraded'));
  a.publish(said, 'near');
  far.publish(said, 'lost');
  expect(await a.request({ node: 'b' }, busCommand<number, number>('double'), 4)).toBe(8);
  await expect(far.request({ node: 'b' }, busCommand<number, number>('double'), 4)).rejects.toMatchObject({
    code: 'unavailable',
  });
  await until(() => heard.length > 0);
  await own.start();
  await until(() => [a, b, far].every((bus) => bus.state() === 'connected'), 10_000);
  a.publish(said, 'once');
  far.publish(said, 'again');
  await until(() => heard.length > 2);
  expect(heard.toSorted()).toEqual(['a near', 'a once', 'far again']);
});

const numbers = topic<number>('numbers');
const echo = busCommand<number, number>('echo');
const become = (buses: Bus[], state: string, limitMs: number) =>
  vi.waitFor(() => expect(buses.map((bus) => bus.state())).toEqual(buses.map(() => state)), limitMs);

async function collect(bus: Bus): Promise<{ heard: number[]; stop: () => Promise<void> }> {
  const heard: number[] = [];
  const stop = await bus.subscribe(numbers, (n) => heard.push(n));
  return { heard, stop };
}

test('Redis hears of a topic only while somebody listens, and the listener who publishes is told once', async () => {
  const place = placeOf(redis.url);
  await using a = await openBus(place);
  await using b = await openBus(place);
  const listeners = async () => {
    const answer = await redis.ask('PUBSUB', 'SHARDNUMSUB', `${place.prefix}:t:numbers`);
    return Number(Array.isArray(answer) ? answer[1] : Number.NaN);
  };
  expect(await listeners()).toBe(0);
  const [first, second, other] = [await collect(a), await collect(a), await collect(b)];
  expect(await listeners()).toBe(2);
  a.publish(numbers, 1);
  await expect.poll(() => other.heard).toEqual([1]);
  await sleep(50);
  expect([first.heard, second.heard]).toEqual([[1], [1]]);
  await first.stop();
  expect(await listeners()).toBe(2);
  await second.stop();
  expect(await listeners()).toBe(1);
  await other.stop();
  expect(await listeners()).toBe(0);
});

test('when Redis is killed local listeners and handlers go on, and all is back when Redis is', async () => {
  await using own = await startRedis();
  const place = placeOf(own.url);
  await using a = await openBus(place);
  await using b = await openBus(place);
  const [here, there] = [await collect(a), await collect(b)];
  await a.handle(echo, async (n) => n);
  await b.handle(echo, () => new Promise(() => {}));
  const states: string[] = [];
  a.onState((state) => states.push(state));
  const pending = a.request({ node: b.nodeId }, echo, 1).catch((error: unknown) => error);
  await sleep(50);

  await own.kill();
  await become([a, b], 'degraded', 5_000);
  expect(await pending).toMatchObject({ code: 'unavailable' });
  a.publish(numbers, 1);
  await expect.poll(() => here.heard).toEqual([1]);
  expect(await a.request({ node: a.nodeId }, echo, 7)).toBe(7);
  expect(await a.request({ role: 'hub' }, echo, 8)).toBe(8);
  const unavailable = { code: 'unavailable' };
  await expect(a.request({ node: b.nodeId }, echo, 1)).rejects.toMatchObject(unavailable);
  await expect(a.lease('anything', 1_000)).rejects.toMatchObject(unavailable);
  const late = await collect(b);
  expect(a.nodes()).toHaveLength(2);

  await own.start();
  await become([a, b], 'connected', 10_000);
  a.publish(numbers, 2);
  await expect.poll(() => [there.heard, late.heard]).toEqual([[2], [2]]);
  expect(here.heard).toEqual([1, 2]);
  // Told once more when the other node came back later: what that published meanwhile is lost as well.
  expect(['degraded, connected', 'degraded, connected, connected']).toContain(states.join(', '));
  // Longer than a node may be silent: the empty Redis must have learned of both.
  await sleep(6_500);
  expect([a.nodes().length, b.nodes().length]).toEqual([2, 2]);
}, 40_000);

test('a process starts without Redis and finds it later', async () => {
  await using own = await startRedis();
  await own.kill();
  await using bus = await openBus(placeOf(own.url), { patienceMs: 300 });
  expect(bus.state()).toBe('degraded');
  expect(bus.nodes().map(({ id }) => id)).toEqual([bus.nodeId]);
  const { heard } = await collect(bus);
  bus.publish(numbers, 1);
  await expect.poll(() => heard).toEqual([1]);
  await own.start();
  await become([bus], 'connected', 10_000);
});

test('a connection that is dead without having ended is noticed within seconds', async () => {
  await using relay = await startRedisRelay(redis.port);
  const place = placeOf(redis.url);
  await using a = await openBus(placeOf(relay.url, place.prefix));
  await using b = await openBus(place);
  const { heard } = await collect(a);
  relay.stall();
  const stalledAt = performance.now();
  await become([a], 'degraded', 15_000);
  expect(performance.now() - stalledAt).toBeLessThan(12_000);
  relay.flow();
  await become([a], 'connected', 15_000);
  b.publish(numbers, 1);
  await expect.poll(() => heard).toEqual([1]);
}, 40_000);

test('a node whose connection is dead is missed, its callers are told, and it is welcome again', async () => {
  await using relay = await startRedisRelay(redis.port);
  const place = placeOf(redis.url);
  const timings = { beatMs: 200, ttlMs: 1_000 };
  await using dying = await openBus(placeOf(relay.url, place.prefix), { timings });
  await using b = await openBus(place, { timings });
  await dying.handle(echo, () => new Promise(() => {}));
  expect(b.nodes()).toHaveLength(2);
  await sleep(1_200);
  const pending = b.request({ node: dying.nodeId }, echo, 1, { deadlineMs: 30_000 }).catch((error) => error);
  relay.stall();
  await vi.waitFor(() => expect(b.nodes().map(({ id }) => id)).toEqual([b.nodeId]), 10_000);
  expect(await pending).toMatchObject({ code: 'unavailable' });
  relay.flow();
  await vi.waitFor(() => expect(b.nodes()).toHaveLength(2), 20_000);
}, 40_000);

test('a clock of Redis that is set back keeps no dead node alive', async () => {
  const place = placeOf(redis.url);
  const timings = { beatMs: 100, ttlMs: 500 };
  await using a = await openBus(place, { timings });
  const keys = [`${place.prefix}:{nodes}:until`, `${place.prefix}:{nodes}:about`] as const;
  const dead = { id: 'dead', roles: ['hub'] };
  // As left behind by a clock that was five minutes ahead.
  await redis.ask('HSET', keys[1], dead.id, JSON.stringify(dead));
  await redis.ask('ZADD', keys[0], String(Date.now() + 300_000), dead.id);
  await expect.poll(() => a.nodes().map(({ id }) => id)).toContain('dead');
  await vi.waitFor(() => expect(a.nodes().map(({ id }) => id)).toEqual([a.nodeId]), 5_000);
});

test('fencing numbers grow though the counter is ahead of the clock or lost', async () => {
  const place = placeOf(redis.url);
  await using a = await openBus(place);
  const counter = `${place.prefix}:{lease:job}:last`;
  const ahead = (Date.now() + 300_000) * 1_000;
  await redis.ask('SET', counter, String(ahead));
  const first = await a.lease('job', 5_000);
  expect(first?.token).toBe(ahead + 1);
  await first?.release();
  await redis.ask('DEL', counter);
  const second = await a.lease('job', 5_000);
  expect(second?.token).toBe(ahead + 2);
});

test('a lease that Redis no longer knows is not renewed', async () => {
  const place = placeOf(redis.url);
  await using a = await openBus(place);
  const lease = await a.lease('job', 60_000);
  await redis.ask('DEL', `${place.prefix}:{lease:job}:held`);
  expect(await lease?.renew()).toBe(false);
  expect(lease?.lost.aborted).toBe(true);
});
