import { afterAll, describe, expect, test, vi } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import { busProtocol } from '#server/platform/bus.ts';
import type { RoomNotice } from '#server/media/media.commands.ts';
import type { BusCommand } from '#server/platform/bus.ts';
import type { MeetingId, NodeId, ProducerId } from '#shared/contract/ids.ts';
import { createIdentity } from './bench/media/dtls.ts';
import { aCaller } from './media-caller.ts';
import { createRelay } from './media-relay.ts';
import { createTestMediaNode, id, media1, until } from './media-kit.ts';

// Real ICE, DTLS and SRTP at both ends, and SRTP between the nodes.
const identity = createIdentity();
afterAll(() => identity.remove());

// Handshakes by openssl, and layers that need sender reports of seconds before they can be changed.
vi.setConfig({ testTimeout: 60_000 });

type Kit = Awaited<ReturnType<typeof createTestMediaNode>>;
const media2 = 'media-2' as NodeId;
const media3 = 'media-3' as NodeId;
const nothingLeft = { rooms: [], routers: 0, transports: 0, weight: 0 };

/** Two nodes with a part of one room each. */
async function twoNodes(options: Parameters<typeof createTestMediaNode>[0] = {}) {
  const x = await createTestMediaNode({ trunkCheckMs: 200, ...options });
  const y = await createTestMediaNode({ trunkCheckMs: 200, ...options, nodeId: media2, busHub: x.busHub });
  const meetingId = id<MeetingId>();
  const notices: RoomNotice[] = [];
  await x.bus.subscribe(commands.roomTopic(meetingId), (notice) => void notices.push(notice));
  return {
    x,
    y,
    meetingId,
    notices,
    call: (node: NodeId) => aCaller(identity, { bus: x.bus, node, meetingId }),
    async [Symbol.asyncDispose]() {
      await y[Symbol.asyncDispose]();
      await x[Symbol.asyncDispose]();
    },
  };
}

/** Grows by at least so many packets from now on. */
async function flows(count: () => number, packets = 10): Promise<void> {
  const from = count();
  await until(() => count() >= from + packets, 20_000);
}

/** Does not grow any more. */
async function rests(count: () => number): Promise<void> {
  let before = -1;
  await until(async () => {
    const same = before === count();
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return same && before === count();
  }, 10_000);
}

const trunksOf = async (kit: Kit) => (await kit.node.dump()).rooms[0]?.trunks;
const noTrunks = async (...kits: Kit[]) => {
  const all = await Promise.all(kits.map(trunksOf));
  return all.every((trunks) => !trunks || (trunks.in === 0 && trunks.out === 0));
};

describe('a stream between two nodes', () => {
  test('flows while somebody looks, layer by layer, and the trunk ends with the last look', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    const seen = await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2));
    expect(await trunksOf(kit.x)).toEqual({ in: 0, out: 1 });
    expect(await trunksOf(kit.y)).toEqual({ in: 1, out: 0 });
    // What flowed until they looked has ended: nobody looks at it.
    await rests(() => viewer.got(0) + viewer.got(1));
    const told = async (node: NodeId) =>
      (await kit.x.bus.request({ node }, commands.nodeDescribe, {})).rooms[0];
    await until(async () => (await told(media1))?.trunks[0]?.rttMs !== null, 10_000);
    const sent = { direction: 'out', node: media2, producers: 1, streams: 1, lossShare: 0 };
    expect(await told(media1)).toMatchObject({ participants: 1, producers: 1, trunks: [sent] });
    expect(await told(media2)).toMatchObject({
      participants: 1,
      consumers: 1,
      trunks: [{ direction: 'in', node: media1, producers: 1, streams: 1 }],
    });
    await until(() => (kit.x.node.load()?.peers[0]?.bitrate ?? 0) > 0);
    // Down and up again: each needs a key frame, for which the request goes back over the hop.
    await seen?.tune(false, 0);
    await flows(() => viewer.got(0));
    await rests(() => viewer.got(2));
    await seen?.tune(false, 1);
    await flows(() => viewer.got(1));
    expect([0, 1, 2].every((layer) => camera.asked(layer) > 0)).toBe(true);
    await seen?.tune(true);
    await rests(() => viewer.got(1));
    await seen?.tune(false, 1);
    await flows(() => viewer.got(1));
    await seen?.stop();
    await until(() => noTrunks(kit.x, kit.y));
    await Promise.all([sender.leave(), viewer.leave()]);
    expect(await kit.x.node.dump()).toEqual(nothingLeft);
    expect(await kit.y.node.dump()).toEqual(nothingLeft);
  });

  test('crosses once however many look, also from several lanes to several lanes', async () => {
    await using kit = await twoNodes({ workers: 2, maxConsumersPerLane: 2 });
    using sender = await kit.call(media1);
    const camera = await sender.startCamera();
    const viewers = [];
    for (let nth = 0; nth < 4; nth += 1) {
      const viewer = await kit.call(media2);
      viewers.push(viewer);
      await viewer.watch(camera.at, 2);
    }
    await Promise.all(viewers.map((viewer) => flows(() => viewer.got(2))));
    expect(await kit.y.node.dump()).toMatchObject({
      routers: 2,
      rooms: [{ lanes: 2, pipes: 1, consumers: 4, trunks: { in: 1, out: 0 } }],
    });
    expect(await trunksOf(kit.x)).toEqual({ in: 0, out: 1 });
    for (const viewer of viewers) {
      viewer.close();
      await viewer.leave();
    }
    await until(() => noTrunks(kit.x, kit.y));
    await sender.leave();
    expect(await kit.x.node.dump()).toEqual(nothingLeft);
    expect(await kit.y.node.dump()).toEqual(nothingLeft);
  });

  test('rests when its sender pauses, and ends when it ends', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2));
    const pause = (paused: boolean) =>
      sender.ask(commands.nodePauseProducer, { ...sender.here, producerId: camera.producerId, paused });
    await pause(true);
    await rests(() => viewer.got(2));
    await pause(false);
    await flows(() => viewer.got(2));
    await sender.ask(commands.nodeCloseProducer, { ...sender.here, producerId: camera.producerId });
    await until(async () => (await kit.y.node.dump()).rooms[0]?.consumers === 0);
    await until(() => noTrunks(kit.x, kit.y));
    expect(kit.notices.filter(({ type }) => type === 'cutOff')).toEqual([]);
  });

  test('a layer that the sender stops is stood in for by the one below', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2));
    camera.setActive(2, false);
    await flows(() => viewer.got(1));
    camera.setActive(2, true);
    await flows(() => viewer.got(2));
    expect(await trunksOf(kit.y)).toEqual({ in: 1, out: 0 });
  });

  test('goes in both directions at once, and never on to a third node', async () => {
    await using kit = await twoNodes();
    await using z = await createTestMediaNode({ nodeId: media3, busHub: kit.x.busHub });
    using ada = await kit.call(media1);
    using bob = await kit.call(media2);
    using cyd = await kit.call(media3);
    const [one, two] = [await ada.startCamera(), await bob.startCamera()];
    await ada.watch(two.at, 2);
    await bob.watch(one.at, 2);
    await Promise.all([flows(() => ada.got(2)), flows(() => bob.got(2))]);
    expect(await trunksOf(kit.y)).toEqual({ in: 1, out: 1 });
    // It comes in at the first node; the second one only receives it.
    expect(await cyd.watch({ id: one.producerId, node: media2 }, 2)).toBeUndefined();
    expect((await z.node.dump()).rooms[0]?.trunks).toEqual({ in: 0, out: 0 });
    await cyd.watch(one.at, 2);
    await flows(() => cyd.got(2));
    expect(await trunksOf(kit.x)).toEqual({ in: 1, out: 2 });
  });

  test('a microphone crosses as well, and what is gone or unknown is left out', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    expect(await viewer.watch({ id: id<ProducerId>(), node: media1 })).toBeUndefined();
    expect(await viewer.watch({ id: camera.producerId, node: media3 })).toBeUndefined();
    expect(await viewer.watch({ id: camera.producerId, node: media2 })).toBeUndefined();
    await until(() => noTrunks(kit.x, kit.y));
  });
});

describe('the way between the nodes', () => {
  async function overRelay() {
    const relay = await createRelay();
    const x = await createTestMediaNode({ trunkCheckMs: 200 });
    const y = await createTestMediaNode({
      trunkCheckMs: 200,
      nodeId: media2,
      busHub: x.busHub,
      wrapBus: relay.wrap,
    });
    const meetingId = id<MeetingId>();
    const notices: RoomNotice[] = [];
    await x.bus.subscribe(commands.roomTopic(meetingId), (notice) => void notices.push(notice));
    return {
      relay,
      notices,
      call: (node: NodeId) => aCaller(identity, { bus: x.bus, node, meetingId }),
      async [Symbol.asyncDispose]() {
        await y[Symbol.asyncDispose]();
        await x[Symbol.asyncDispose]();
        relay[Symbol.dispose]();
      },
    };
  }

  test('may lose packets: they are sent again, and the viewer gets them all', async () => {
    await using kit = await overRelay();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2), 20);
    let nth = 0;
    kit.relay.lose(() => {
      nth += 1;
      return nth % 10 === 0;
    });
    const before = { sent: camera.sent(2), got: viewer.got(2) };
    await flows(() => camera.sent(2), 200);
    const sent = camera.sent(2) - before.sent;
    await until(() => viewer.got(2) - before.got >= sent * 0.99, 10_000);
    expect(nth).toBeGreaterThan(150);
  });

  test('may break while the bus works: viewers are told to ask anew, and get the stream when it is back', async () => {
    await using kit = await overRelay();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2));
    kit.relay.lose(() => true);
    await until(() => kit.notices.some(({ type }) => type === 'cutOff'), 10_000);
    expect(kit.notices).toContainEqual(expect.objectContaining({ type: 'cutOff', broken: true }));
    kit.relay.lose(() => false);
    await until(() => kit.notices.some((notice) => notice.type === 'cutOff' && !notice.broken), 5_000);
    await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2));
  });
});

describe('moving', () => {
  test('somebody who sits on both nodes for a moment loses nothing of what they look at', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    using before = await kit.call(media1);
    const camera = await sender.startCamera();
    await before.watch(camera.at, 2);
    await flows(() => before.got(2));
    using after = await aCaller(identity, {
      bus: kit.x.bus,
      node: media2,
      meetingId: kit.meetingId,
      participantId: before.here.participantId,
    });
    await after.watch(camera.at, 2);
    await flows(() => after.got(2));
    // The old seat delivers until it is left, and the new one did so before.
    await flows(() => before.got(2));
    await before.ask(commands.nodeLeave, { ...before.here, reason: 'moved' });
    await flows(() => after.got(2));
    expect((await kit.x.node.dump()).rooms[0]?.seats).toBe(1);
    expect((await kit.y.node.dump()).rooms[0]?.seats).toBe(1);
  });
});

describe('what other nodes say', () => {
  test('late, twice, of unknown trunks or in another version does no harm', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    const camera = await sender.startCamera();
    const { meetingId } = kit;
    const { producerId } = camera;
    const ask = <I, O>(command: BusCommand<I, O>, input: I) =>
      kit.y.bus.request({ node: media1 }, command, input);
    const keyBase64 = Buffer.alloc(28, 1).toString('base64');
    const end = {
      address: '127.0.0.1',
      port: 9,
      srtp: { cryptoSuite: 'AEAD_AES_128_GCM', keyBase64 },
    } as const;
    const pipe = { meetingId, trunkId: 't1', producerId, layers: [] };
    const open = { ...pipe, end, busProtocol };
    await expect(ask(commands.nodeOpenTrunk, { ...open, busProtocol: 0 })).rejects.toMatchObject({
      code: 'conflict',
    });
    const nobody = id<ProducerId>();
    await expect(ask(commands.nodeOpenTrunk, { ...open, producerId: nobody })).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(ask(commands.nodePipe, pipe)).rejects.toMatchObject({
      code: 'conflict',
    });
    await ask(commands.nodeOpenTrunk, open);
    await expect(ask(commands.nodeOpenTrunk, open)).rejects.toMatchObject({ code: 'conflict' });
    const [one, two] = await Promise.all([ask(commands.nodePipe, pipe), ask(commands.nodePipe, pipe)]);
    expect(one).toEqual(two);
    await expect(ask(commands.nodePipe, { ...pipe, producerId: nobody })).rejects.toMatchObject({
      code: 'notFound',
    });
    const sync = (seq: number, wants: commands.Want[]) =>
      ask(commands.nodeSyncTrunk, { meetingId, trunkId: 't1', seq, wants });
    expect(await sync(2, [{ producerId, layers: [0, 7] }])).toMatchObject({
      known: true,
      pipes: [{ producerId, paused: false }],
    });
    // An older word that comes later is not obeyed.
    expect(await sync(1, [])).toMatchObject({ known: true, pipes: [{ producerId }] });
    expect(await sync(3, [])).toMatchObject({ known: true, pipes: [] });
    expect(await sync(4, [])).toMatchObject({ known: false });
    const news = { meetingId, trunkId: 't1', closed: true, pipes: [] };
    await ask(commands.nodeTrunkNews, news);
    await ask(commands.nodeTrunkNews, { ...news, meetingId: id<MeetingId>() });
    await sender.leave();
    expect(await kit.x.node.dump()).toEqual(nothingLeft);
  });
});

describe('what breaks', () => {
  test('the sender’s worker: the far side lets go, and has the stream again after joining anew', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2));
    const [pid] = kit.x.node.workerPids();
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => kit.x.node.workerPids().some((each) => each !== pid), 20_000);
    await until(async () => (await kit.y.node.dump()).rooms[0]?.consumers === 0);
    await until(() => noTrunks(kit.x, kit.y));
    using again = await kit.call(media1);
    const next = await again.startCamera();
    await viewer.watch(next.at, 2);
    await flows(() => viewer.got(2));
    expect(await trunksOf(kit.x)).toEqual({ in: 0, out: 1 });
  });

  test('the viewer’s worker: the sender’s node stops sending', async () => {
    await using kit = await twoNodes();
    using sender = await kit.call(media1);
    using viewer = await kit.call(media2);
    const camera = await sender.startCamera();
    await viewer.watch(camera.at, 2);
    await flows(() => viewer.got(2));
    const [pid] = kit.y.node.workerPids();
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => kit.y.node.workerPids().some((each) => each !== pid), 20_000);
    await until(() => noTrunks(kit.x, kit.y));
    using again = await kit.call(media2);
    await again.watch(camera.at, 2);
    await flows(() => again.got(2));
    expect(await trunksOf(kit.y)).toEqual({ in: 1, out: 0 });
  });

  test('the whole node: its streams end, everything else goes on', async () => {
    await using kit = await twoNodes();
    using far = await kit.call(media1);
    using near = await kit.call(media2);
    using viewer = await kit.call(media2);
    const [lost, kept] = [await far.startCamera(), await near.startCamera()];
    await viewer.watch(lost.at, 2);
    await viewer.watch(kept.at, 1);
    await Promise.all([flows(() => viewer.got(2)), flows(() => viewer.got(1))]);
    await kit.x.crash();
    for (const pid of kit.x.node.workerPids()) process.kill(pid, 'SIGKILL');
    await until(async () => (await kit.y.node.dump()).rooms[0]?.consumers === 1, 8_000);
    await flows(() => viewer.got(1));
    expect(await trunksOf(kit.y)).toEqual({ in: 0, out: 0 });
    const { participantId } = viewer.here;
    expect(kit.notices).toContainEqual(
      expect.objectContaining({ type: 'cutOff', from: media1, node: media2, participantId }),
    );
  });
});
