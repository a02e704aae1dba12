import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BusNode } from '#server/platform/bus.ts';
import { busCommand, topic } from '#server/platform/bus.ts';
import { createRedisBus } from '#server/platform/bus-redis.ts';
import { createLocalBuses } from '#server/platform/bus-redis-local.ts';
import { describeNode } from '#server/platform/node-info.ts';
import { aNode, createLinkWorld, isLinked, type LinkWorld, link, quiet, startLinkHub } from './link-kit.ts';
import { until } from './media-kit.ts';
import { placeOf } from './redis-bus.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { createTcpRelay } from './tcp-relay.ts';

const double = busCommand<{ n: number }, { n: number }>('double');
const timings = { connectMs: 500, pingMs: 100, pings: 3, beatMs: 100, ttlMs: 1_000 };

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** A hub whose way to Redis can be cut, and that takes its time over proofs if it is told to. */
async function startRedisHub(stack: AsyncDisposableStack, world: LinkWorld, prefix: string, id: string) {
  const relay = stack.use(await createTcpRelay(redis.port));
  const place = placeOf(relay.url.replace('http', 'redis'), prefix);
  const shared = { place, local: createLocalBuses(), logger: quiet, timings, patienceMs: 500 };
  const openBus = ({ nodeId, ...about }: BusNode) =>
    createRedisBus({ ...shared, self: describeNode(nodeId, about) });
  const bus = stack.use(await openBus({ nodeId: id, roles: ['hub'], name: id, region: 'eu' }));
  const proofs = { seen: 0, judged: Promise.resolve() };
  const judge = async () => {
    proofs.seen += 1;
    await proofs.judged;
  };
  const hub = stack.use(await startLinkHub(world, { bus, openBus, judge }));
  return { bus, hub, relay, proofs };
}

async function createWorld(stack: AsyncDisposableStack) {
  const world = createLinkWorld();
  const prefix = `roam-${Math.random().toString(36).slice(2, 8)}`;
  const hubs = [
    await startRedisHub(stack, world, prefix, 'first'),
    await startRedisHub(stack, world, prefix, 'second'),
  ] as const;
  const urls = hubs.map(({ hub }) => hub.url);
  const node = stack.use(link(world, urls, aNode('n1', ['media'])));
  await node.handle(double, async ({ n }) => ({ n: n * 2 }));
  await isLinked(node);
  const [a, b] = hubs;
  const isHome = (one: typeof a) => one.hub.gateway.linked().length === 1;
  return isHome(a) ? { home: a, other: b, node } : { home: b, other: a, node };
}

describe('a node that is linked to a hub which loses the others', () => {
  test('is told, and links to a hub that reaches them', async () => {
    await using stack = new AsyncDisposableStack();
    const { home, other, node } = await createWorld(stack);
    home.relay.freeze();
    await until(() => node.state() === 'degraded', 5_000);
    await until(() => other.hub.gateway.linked().length === 1 && node.state() === 'connected', 10_000);
    expect(await other.bus.request({ node: 'n1' }, double, { n: 4 })).toEqual({ n: 8 });

    home.relay.thaw();
    await until(() => home.bus.state() === 'connected', 10_000);
    await until(() => home.bus.nodes().some(({ id }) => id === 'n1'), 5_000);
    expect(await home.bus.request({ node: 'n1' }, double, { n: 5 })).toEqual({ n: 10 });
    expect(home.hub.gateway.linked()).toEqual([]);
  });

  test('stays where no hub is better off, and is told when that is over', async () => {
    await using stack = new AsyncDisposableStack();
    const { home, other, node } = await createWorld(stack);
    const states: string[] = [];
    node.onState((state) => void states.push(state));
    for (const { relay } of [home, other]) relay.cut();
    await until(() => states.length === 1, 5_000);
    for (const { relay } of [home, other]) relay.restore();
    await until(() => states.length >= 2, 10_000);
    expect(states.slice(0, 2)).toEqual(['degraded', 'connected']);
    await until(() => other.bus.state() === 'connected', 5_000);
    expect(await other.bus.request({ node: 'n1' }, double, { n: 6 })).toEqual({ n: 12 });
  });

  test('has one link only when it got another one while it looked for a better hub', async () => {
    await using stack = new AsyncDisposableStack();
    const { home, other, node } = await createWorld(stack);
    const { promise: judged, resolve: judge } = Promise.withResolvers<void>();
    other.proofs.judged = judged;
    const before = other.proofs.seen;
    home.relay.freeze();
    await until(() => other.proofs.seen > before, 10_000);
    home.relay.thaw();
    await until(() => home.bus.state() === 'connected', 10_000);
    // The link ends, as when the node is taken for dead, and the node links to the same hub again.
    const lost = new Promise<void>((resolve) => node.onState((state) => state === 'degraded' && resolve()));
    home.bus.publish(topic('link:end'), { nodeId: 'n1', session: 'none', words: null });
    await lost;
    await isLinked(node);
    expect(home.hub.gateway.linked()).toHaveLength(1);
    // The hub that took its time cannot tell the first one that the node is there now.
    home.relay.freeze();
    await until(() => home.bus.state() === 'degraded', 5_000);
    judge();
    await new Promise((resolve) => setTimeout(resolve, 500));
    home.relay.thaw();
    const links = () => [home, other].flatMap(({ hub }) => hub.gateway.linked()).length;
    await until(() => home.bus.state() === 'connected' && node.state() === 'connected', 10_000);
    await until(() => links() === 1, 10_000);
    for (const { bus } of [home, other])
      expect(await bus.request({ node: 'n1' }, double, { n: 4 })).toEqual({ n: 8 });
  });

  test('keeps its place when an older link of it ends late', async () => {
    await using stack = new AsyncDisposableStack();
    const { home, other, node } = await createWorld(stack);
    let gone = 0;
    other.bus.onNodes((nodes) => {
      if (!nodes.some(({ id }) => id === 'n1')) gone += 1;
    });
    home.relay.freeze();
    await until(() => other.hub.gateway.linked().length === 1 && node.state() === 'connected', 10_000);
    const before = gone;
    home.relay.thaw();
    await until(() => home.bus.state() === 'connected', 10_000);
    for (let n = 0; n < 10; n += 1) {
      expect(await other.bus.request({ node: 'n1' }, double, { n })).toEqual({ n: 2 * n });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(gone).toBe(before);
  });
});
