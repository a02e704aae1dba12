import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { busCommand, textTopic, topic } from '#server/platform/bus.ts';
import type { LineEvent } from '#server/platform/bus-link-line.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  aNode,
  createLinkWorld,
  everythingAllowed,
  isLinked,
  link,
  proofOf,
  speak,
  startLinkHub,
} from './link-kit.ts';
import { until } from './media-kit.ts';
import { createTcpRelay } from './tcp-relay.ts';

const notes = topic<{ text: string }>('notes');
const double = busCommand<{ n: number }, { n: number }>('double');
const fast = { pingEveryMs: 50, silentMs: 300 };

describe('a link that breaks', () => {
  test('comes back by itself with everything that was in force', async () => {
    const world = createLinkWorld();
    await using hub = await startLinkHub(world);
    await using relay = await createTcpRelay(hub.port);
    await using node = link(world, [relay.url], aNode('n1'));
    const seen: string[] = [];
    await node.subscribe(notes, ({ text }) => void seen.push(text));
    await node.handle(double, async ({ n }) => ({ n: n * 2 }));
    await isLinked(node);
    const lease = await node.lease('mine', 60_000);
    hub.bus.publish(notes, { text: 'before' });
    await until(() => seen.length === 1);

    relay.cut();
    await until(() => node.state() === 'degraded');
    expect(lease?.lost.aborted).toBe(true);
    hub.bus.publish(notes, { text: 'lost' });
    node.publish(notes, { text: 'lost too' });
    await expect(node.request({ role: 'hub' }, double, { n: 1 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await until(() => hub.gateway.linked().length === 0);
    await expect(hub.bus.request({ node: 'n1' }, double, { n: 1 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    const late = topic<{ text: string }>('late');
    await node.subscribe(late, ({ text }) => void seen.push(text));

    relay.restore();
    await isLinked(node);
    hub.bus.publish(notes, { text: 'after' });
    hub.bus.publish(late, { text: 'and more' });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['before', 'after', 'and more']);
    expect(await hub.bus.request({ node: 'n1' }, double, { n: 4 })).toEqual({ n: 8 });
  });

  test('without a word is noticed on both sides', async () => {
    const world = createLinkWorld();
    await using hub = await startLinkHub(world, { heartbeat: fast });
    await using relay = await createTcpRelay(hub.port);
    await using node = link(world, [relay.url], aNode('n1'), { heartbeat: fast });
    await isLinked(node);
    relay.freeze();
    await until(() => node.state() === 'degraded' && hub.gateway.linked().length === 0);
    relay.thaw();
    await isLinked(node);
    expect(hub.gateway.linked().map(({ nodeId }) => nodeId)).toEqual(['n1']);
  });

  test('is replaced by the new one while the hub still believes in it', async () => {
    const world = createLinkWorld();
    await using first = await startLinkHub(world);
    await using second = await startLinkHub(world);
    await using relay = await createTcpRelay(first.port);
    const known = aNode('n1');
    await using node = link(world, [relay.url, second.url], known, { heartbeat: fast });
    await node.handle(double, async ({ n }) => ({ n: n * 2 }));
    await isLinked(node);
    relay.freeze();
    await until(() => second.gateway.linked().length === 1, 8_000);
    await until(() => first.gateway.linked().length === 0);
    await until(() => node.state() === 'connected');
    expect(await first.bus.request({ node: 'n1' }, double, { n: 2 })).toEqual({ n: 4 });
  });

  test('finds the next of several hubs', async () => {
    const world = createLinkWorld();
    await using first = await startLinkHub(world);
    await using second = await startLinkHub(world);
    await using node = link(world, ['http://127.0.0.1:9', first.url, second.url]);
    await isLinked(node);
    expect(first.gateway.linked()).toHaveLength(1);
    await first.close();
    await until(() => second.gateway.linked().length === 1, 10_000);
  });
});

describe('a hub', () => {
  test('ends a link for good, with words, and the node tries no more', async () => {
    const world = createLinkWorld();
    await using hub = await startLinkHub(world);
    const events: LineEvent[] = [];
    await using node = link(world, [hub.url], aNode('n1'), { onEvent: (event) => void events.push(event) });
    await isLinked(node);
    hub.gateway.dismiss('n1', 'go away');
    await until(() => events.some(({ type }) => type === 'refused'));
    expect(events.at(-1)).toMatchObject({ type: 'refused', error: { message: 'go away' } });
    await sleep(600);
    expect(events.map(({ type }) => type)).toEqual(['linked', 'refused']);
  });

  test('lets nobody in with a wrong key, an unknown name, or a proof for another link or place', async () => {
    const world = createLinkWorld();
    const known = aNode('n1');
    world.known.set('n1', known);
    await using hub = await startLinkHub(world);
    await using other = await startLinkHub(world);
    const tryOn = async (url: string, proof: (nonce: string) => object) => {
      await using stranger = await speak(url);
      stranger.ask('q', 1, 'prove', proof(stranger.nonce));
      const answer = await stranger.answer(1);
      if (typeof answer === 'object' && answer !== null && 'code' in answer) await stranger.closed();
      return answer;
    };
    const forged = { ...aNode('n1'), nodeId: 'n1' };
    expect(await tryOn(hub.url, (nonce) => proofOf(forged, nonce, hub.url))).toMatchObject({
      code: 'forbidden',
    });
    expect(await tryOn(hub.url, (nonce) => proofOf(aNode('n2'), nonce, hub.url))).toMatchObject({
      code: 'notFound',
    });
    let recorded: object = {};
    const good = await tryOn(hub.url, (nonce) => (recorded = proofOf(known, nonce, hub.url)));
    expect(good).toEqual({ hub: hub.bus.nodeId });
    expect(await tryOn(hub.url, () => recorded)).toMatchObject({ code: 'forbidden' });
    expect(await tryOn(other.url, () => recorded)).toMatchObject({ code: 'forbidden' });
    // Signed for one address, presented as for another.
    expect(
      await tryOn(hub.url, (nonce) => ({ ...proofOf(known, nonce, 'https://elsewhere'), origin: hub.url })),
    ).toMatchObject({ code: 'forbidden' });
  });

  test('survives garbage, huge frames and silence from strangers', async () => {
    const world = createLinkWorld();
    await using hub = await startLinkHub(world, { maxStrangers: 50 });
    for (const sent of [
      '{',
      '[]',
      '["s","publish","notes",false,1]',
      '[1,2,3]',
      'null',
      Buffer.from([1, 2, 3]),
    ]) {
      await using stranger = await speak(hub.url);
      stranger.send(sent);
      expect(await stranger.closed()).toBeGreaterThan(1_000);
    }
    await using huge = await speak(hub.url);
    huge.send('x'.repeat(10 * 1_024 * 1_024));
    expect(await huge.closed()).toBeGreaterThan(1_000);
    await using early = await speak(hub.url);
    early.ask('q', 1, 'subscribe', 'notes', false);
    expect(await early.answer(1)).toMatchObject({ code: 'unauthenticated' });
    await using silent = await speak(hub.url);
    expect(await silent.closed()).toBeDefined();
    expect(hub.gateway.linked()).toEqual([]);
  });

  test('answers a linked node that speaks nonsense with a code, and stays', async () => {
    const world = createLinkWorld();
    const known = aNode('n1');
    world.known.set('n1', known);
    await using hub = await startLinkHub(world);
    await using node = await speak(hub.url);
    node.ask('q', 1, 'prove', proofOf(known, node.nonce, hub.url));
    expect(await node.answer(1)).toEqual({ hub: hub.bus.nodeId });
    const questions: unknown[][] = [
      ['constructor'],
      ['subscribe'],
      ['subscribe', { name: 'x' }, false],
      ['subscribe', 'x', 'yes'],
      ['handle', ''],
      ['request', 'n2', 'double', 1, {}],
      ['request', ['node', 'n2'], 'double', -5, {}],
      ['lease', 'x', 1e12],
      ['prove', proofOf(known, node.nonce, hub.url)],
    ];
    for (const [index, question] of questions.entries()) {
      node.ask('q', index + 2, ...question);
      expect(await node.answer(index + 2)).toMatchObject({ code: 'invalid' });
    }
    expect(node.isOpen()).toBe(true);
    expect(hub.gateway.linked()).toHaveLength(1);
  });

  test('carries out only what its policy allows, whoever the node says it is', async () => {
    const world = createLinkWorld();
    await using hub = await startLinkHub(world, {
      policy: {
        ...everythingAllowed,
        mayPublish: (node, { name }, payload) =>
          (name === 'notes' || name === 'lines') && payload !== 'not this' && node.nodeId === 'n1',
        maySubscribe: (_node, name) => name === 'notes',
        mayHandle: () => false,
        mayRequest: () => false,
        mayLease: () => false,
      },
    });
    await using node = link(world, [hub.url], aNode('n1'));
    await isLinked(node);
    const heard: [unknown, string][] = [];
    for (const name of ['notes', 'secrets'])
      await hub.bus.subscribe(topic<unknown>(name), (payload, from) => void heard.push([payload, from]));
    await hub.bus.subscribe(textTopic('lines'), (line, from) => void heard.push([line, from]));
    node.publish(topic('secrets'), 'mine');
    node.publish(topic('notes'), 'not this');
    node.publish(topic('notes'), 'this');
    node.publish(textTopic('lines'), 'and this');
    await until(() => heard.length > 1);
    expect(heard.map(([, from]) => from)).toEqual(['n1', 'n1']);
    const forbidden = { code: 'forbidden' };
    await expect(node.subscribe(topic('secrets'), () => {})).rejects.toMatchObject(forbidden);
    await expect(node.handle(double, async () => ({ n: 0 }))).rejects.toMatchObject(forbidden);
    await expect(node.request({ role: 'hub' }, double, { n: 1 })).rejects.toMatchObject(forbidden);
    await expect(node.lease('x', 1_000)).rejects.toMatchObject(forbidden);
  });

  test('refuses what does not fit into a frame, on either side, and the link stays', async () => {
    const world = createLinkWorld();
    await using hub = await startLinkHub(world);
    await using node = link(world, [hub.url], aNode('n1'));
    await node.handle(busCommand<object, string>('big'), async () => 'x'.repeat(2_000_000));
    await isLinked(node);
    const tooLarge = { code: 'tooLarge' };
    await expect(
      node.request({ role: 'hub' }, busCommand('huge'), 'x'.repeat(2_000_000)),
    ).rejects.toMatchObject(tooLarge);
    await expect(hub.bus.request({ node: 'n1' }, busCommand('big'), {})).rejects.toMatchObject(tooLarge);
    expect(() => node.publish(topic('notes'), 'x'.repeat(2_000_000))).not.toThrow();
    await expect(
      hub.bus.request({ node: 'n1' }, busCommand('big'), 'x'.repeat(2_000_000)),
    ).rejects.toBeInstanceOf(AppError);
    expect(node.state()).toBe('connected');
  });
});
