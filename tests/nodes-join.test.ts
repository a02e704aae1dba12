import type * as z from 'zod';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nodeSetState } from '#server/media/media.commands.ts';
import type { LineEvent } from '#server/platform/bus-link-line.ts';
import { topic } from '#server/platform/bus.ts';
import { controlTopic } from '#server/signaling/publisher.ts';
import type { WireError } from '#shared/contract/errors.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import type { joinNode } from '#shared/contract/nodes.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { aNode, createLinkWorld, isLinked, type KeyedNode, link, proofOf, speak } from './link-kit.ts';
import { until } from './media-kit.ts';
import { actorOf } from './nodes-kit.ts';
import type { World } from './world.ts';

type Joined = z.output<typeof joinNode.output>;

async function aHub() {
  const seed = async (world: World) => ({
    ada: actorOf((await world.setUp('ada')).me),
    ben: actorOf((await world.invite('ada', 'ben')).me),
  });
  return await createTestHub({ seed, config: { roles: ['hub'] } });
}
type Hub = Awaited<ReturnType<typeof aHub>>;

const makeToken = (hub: Hub, input: { label?: string; validForMs?: number } = {}) =>
  hub.hub.registry.createJoinToken(hub.seed.ada, { region: 'sa', ...input });

async function join(hub: TestHub<unknown>, token: string, node: KeyedNode, changes: object = {}) {
  const response = await fetch(`${hub.url}/api/v1/nodes/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      publicKey: node.publicKey,
      name: 'media-1',
      addresses: ['203.0.113.7'],
      capacity: 200,
      version: '1.0.0',
      busProtocol: 1,
      ...changes,
    }),
  });
  return (await response.json()) as Joined & { error?: WireError };
}

/** Joined, and linked as the node would be. */
async function linkedNode(hub: Hub, onEvent: (event: LineEvent) => void = () => {}) {
  const key = aNode();
  const { nodeId } = await join(hub, (await makeToken(hub)).token, key);
  const node = { ...key, nodeId };
  return { node, open: () => link(createLinkWorld(), [hub.url], node, { onEvent }) };
}

test('a token lets one node in, which learns its place and its hub', async () => {
  await using hub = await aHub();
  const { token, expiresAt } = await makeToken(hub, { label: 'São Paulo 1' });
  expect(token).toMatch(/^enj_[A-Za-z0-9_-]{43}$/);
  expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(3_590_000);
  const node = aNode();
  const joined = await join(hub, token, node);
  expect(joined).toMatchObject({ region: 'sa', label: 'São Paulo 1', hubUrl: hub.url });
  const [row] = await hub.hub.registry.listNodes(hub.seed.ada);
  expect(row).toMatchObject({
    id: joined.nodeId,
    region: 'sa',
    publicKey: node.publicKey,
    addresses: ['203.0.113.7'],
    capacity: 200,
    state: 'active',
    addedBy: hub.seed.ada.personId,
    lastSeenAt: null,
  });
  const unnamed = await join(hub, (await makeToken(hub)).token, aNode());
  expect(unnamed.label).toBe('media-1');
  const rows = await hub.database.open().read.selectFrom('node_join_tokens').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('a second node with the same token is refused with a sentence, the same one asks again freely', async () => {
  await using hub = await aHub();
  const { token } = await makeToken(hub);
  const nodes = [aNode(), aNode(), aNode()];
  const answers = await Promise.all(nodes.map((node) => join(hub, token, node)));
  const winners = answers.filter(({ nodeId }) => nodeId !== undefined);
  expect(winners).toHaveLength(1);
  for (const { error } of answers)
    if (error)
      expect(error).toMatchObject({
        code: 'conflict',
        reason: 'used',
        message: expect.stringMatching(/used already/),
      });
  const winner = nodes[answers.findIndex(({ nodeId }) => nodeId !== undefined)] ?? aNode();
  expect(await join(hub, token, winner)).toEqual(winners[0]);
  expect(await hub.hub.registry.listNodes(hub.seed.ada)).toHaveLength(1);
});

test('an expired, a wrong and a withdrawn token open nothing', async () => {
  await using hub = await aHub();
  const short = await makeToken(hub, { validForMs: 1 });
  await sleep(10);
  expect((await join(hub, short.token, aNode())).error).toMatchObject({ code: 'expired', reason: 'expired' });
  for (const token of ['enj_wrong', short.token.slice(0, -1), 'x'.repeat(200)])
    expect((await join(hub, token, aNode())).error).toMatchObject({ code: 'notFound', reason: 'token' });
  expect((await join(hub, '', aNode())).error).toMatchObject({ code: 'invalid' });
  expect((await join(hub, 'enj_x', aNode(), { publicKey: 'short' })).error).toMatchObject({
    code: 'invalid',
  });

  // Whoever made it is no administrator any more.
  await hub.world.invite('ada', 'chloe', 'administrator');
  const chloe = actorOf(hub.world.get('chloe').me);
  const { token } = await hub.hub.registry.createJoinToken(chloe, { region: 'eu' });
  await hub.database.open().transaction(async (tx) => {
    await tx.updateTable('people').set({ is_admin: false }).where('id', '=', chloe.personId).execute();
  });
  expect((await join(hub, token, aNode())).error).toMatchObject({ code: 'notFound' });
});

test('a key that is a node already joins no second time with another token', async () => {
  await using hub = await aHub();
  const node = aNode();
  await join(hub, (await makeToken(hub)).token, node);
  const again = await join(hub, (await makeToken(hub)).token, node);
  expect(again.error).toMatchObject({ code: 'conflict', reason: 'keyKnown' });
});

test('guessing tokens is slowed down by address', async () => {
  await using hub = await aHub();
  const codes: (string | undefined)[] = [];
  for (let n = 0; n < 31; n += 1) codes.push((await join(hub, `enj_${n}`, aNode())).error?.code);
  expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'notFound'));
  expect(codes[30]).toBe('tooMany');
});

test('only administrators make tokens, list, steer and remove nodes', async () => {
  await using hub = await aHub();
  const { registry } = hub.hub;
  const { ben } = hub.seed;
  const { nodeId } = await join(hub, (await makeToken(hub)).token, aNode());
  const forbidden = { code: 'forbidden' };
  await expect(registry.createJoinToken(ben, { region: 'eu' })).rejects.toMatchObject(forbidden);
  await expect(registry.listNodes(ben)).rejects.toMatchObject(forbidden);
  await expect(registry.setState(ben, nodeId, 'cordoned')).rejects.toMatchObject(forbidden);
  await expect(registry.removeNode(ben, nodeId)).rejects.toMatchObject(forbidden);
  const nobody = crypto.randomUUID() as NodeId;
  await expect(registry.setState(hub.seed.ada, nobody, 'cordoned')).rejects.toMatchObject({
    code: 'notFound',
  });
  await expect(registry.removeNode(hub.seed.ada, nobody)).rejects.toMatchObject({ code: 'notFound' });
});

test('a node that links is told what the administrator wants of it, and each change', async () => {
  await using hub = await aHub();
  const { registry } = hub.hub;
  const { node, open } = await linkedNode(hub);
  // Nobody is there to hear it; the table remembers.
  await registry.setState(hub.seed.ada, node.nodeId as NodeId, 'cordoned');
  await using bus = open();
  const told: string[] = [];
  await bus.handle(nodeSetState, async ({ state }) => {
    told.push(state);
    return {};
  });
  await isLinked(bus);
  await until(() => told.length === 1);
  await registry.setState(hub.seed.ada, node.nodeId as NodeId, 'active');
  expect(told).toEqual(['cordoned', 'active']);
  await until(async () => (await registry.listNodes(hub.seed.ada))[0]?.lastSeenAt instanceof Date);
});

test('a removed node loses its link at once and for good', async () => {
  await using hub = await aHub();
  const events: LineEvent[] = [];
  const { node, open } = await linkedNode(hub, (event) => void events.push(event));
  await using bus = open();
  await isLinked(bus);
  await hub.hub.registry.removeNode(hub.seed.ada, node.nodeId as NodeId);
  await until(() => events.at(-1)?.type === 'refused');
  expect(hub.hub.registry.linked()).toEqual([]);
  expect(await hub.hub.registry.listNodes(hub.seed.ada)).toEqual([]);

  await using again = open();
  await until(() => events.filter(({ type }) => type === 'refused').length === 2);
  expect(events.at(-1)).toMatchObject({ error: { message: expect.stringMatching(/administrator removed/) } });
  expect(again.state()).toBe('degraded');
  await expect(
    hub.hub.registry.setState(hub.seed.ada, node.nodeId as NodeId, 'active'),
  ).rejects.toMatchObject({ code: 'notFound' });
});

test('nobody links with an unknown id, another key, a recorded proof or one for another hub', async () => {
  await using hub = await aHub();
  const { node } = await linkedNode(hub);
  const tryOn = async (proof: (nonce: string) => object) => {
    await using stranger = await speak(hub.url);
    stranger.ask('q', 1, 'prove', proof(stranger.nonce));
    return await stranger.answer(1);
  };
  const unauthenticated = { code: 'unauthenticated', details: { reason: 'unknown' } };
  const another = { ...aNode(), nodeId: node.nodeId };
  expect(await tryOn((nonce) => proofOf(another, nonce, hub.url))).toMatchObject(unauthenticated);
  expect(await tryOn((nonce) => proofOf(aNode(), nonce, hub.url))).toMatchObject(unauthenticated);
  expect(await tryOn((nonce) => proofOf({ ...node, nodeId: 'x' }, nonce, hub.url))).toMatchObject(
    unauthenticated,
  );
  let recorded: object = {};
  expect(await tryOn((nonce) => (recorded = proofOf(node, nonce, hub.url)))).toHaveProperty('hub');
  expect(await tryOn(() => recorded)).toMatchObject({ code: 'forbidden' });
  expect(await tryOn((nonce) => proofOf(node, nonce, 'https://evil.example'))).toMatchObject({
    code: 'forbidden',
    details: { reason: 'origin' },
  });
});

test('a stolen key opens media and nothing else', async () => {
  await using hub = await aHub();
  const { open } = await linkedNode(hub);
  await using bus = open();
  await isLinked(bus);
  const forbidden = { code: 'forbidden' };
  await expect(bus.subscribe(topic('audience:organisation:members'), () => {})).rejects.toMatchObject(
    forbidden,
  );
  await expect(bus.request({ role: 'hub' }, { name: 'admin:removeNode' }, {})).rejects.toMatchObject(
    forbidden,
  );
  await expect(bus.lease('meetings:live', 1_000)).rejects.toMatchObject(forbidden);
  const orders: unknown[] = [];
  await hub.hub.platform.bus.subscribe(controlTopic, (order) => void orders.push(order));
  bus.publish(controlTopic, {
    type: 'revoke',
    scope: { person: hub.seed.ada.personId },
    reason: 'suspended',
  });
  await sleep(200);
  expect(orders).toEqual([]);
});
