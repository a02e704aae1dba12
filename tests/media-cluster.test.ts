import { describe, expect, test, vi } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import { createMemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import type { HubClient } from '#shared/client.ts';
import type { MeetingId, NodeId, ParticipantId, PersonId } from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';
import { getMeeting, knock } from '#shared/contract/meetings.ts';
import { listPresence } from '#shared/contract/presence.ts';
import type { Region } from '#shared/contract/regions.ts';
import { createTestHub } from './hub.ts';
import { createTestMediaNode, id, media1, opus, until } from './media-kit.ts';
import { withMeetings } from './seeds/meetings.ts';

// Each starts a database, a hub and two media nodes.
vi.setConfig({ testTimeout: 60_000 });

const media2 = 'media-2' as NodeId;
const nothingLeft = { rooms: [], routers: 0, transports: 0, weight: 0 };

/** A hub of its own, and two media nodes: the first one near the hub, the second one over the ocean. */
async function aCluster(options: Parameters<typeof createTestMediaNode>[0] = {}) {
  const busHub = createMemoryBusHub();
  const here = await createTestMediaNode({ busHub, region: 'eu', ...options });
  const there = await createTestMediaNode({ busHub, region: 'na', nodeId: media2, ...options });
  const hub = await createTestHub({ seed: withMeetings, busHub, config: { roles: ['hub'] } });
  await until(() => hub.hub.nodes.loads().length === 2);
  return {
    hub,
    here,
    there,
    setState: (node: NodeId, state: 'active' | 'cordoned' | 'draining') =>
      here.bus.request({ node }, commands.nodeSetState, { state }),
    async [Symbol.asyncDispose]() {
      await hub.close();
      await there[Symbol.asyncDispose]();
      await here[Symbol.asyncDispose]();
    },
  };
}

async function enter(
  client: HubClient,
  meetingId: MeetingId,
  { region = 'eu', participantId = id<ParticipantId>(), moving = false }: Partial<Wishes> = {},
) {
  await client.call(knock, { meetingId });
  const near = [{ region, rttMs: 5 }];
  const answer = await client.call(media.joinRoom, { meetingId, participantId, near, moving });
  return { answer, here: { meetingId, participantId, node: answer.node } };
}
type Wishes = { region: Region; participantId: ParticipantId; moving: boolean };

const idOf = (client: HubClient): PersonId => {
  if (!client.me) throw new Error('not connected');
  return client.me.id;
};
const nodesIn = ({ parts }: media.RoomSnapshot) => parts.map(({ node }) => node).sort();
const peopleIn = ({ parts }: media.RoomSnapshot) => parts.flatMap(({ participants }) => participants);
const says = (node: NodeId, type: media.RoomChange['type']) => (event: Changed) =>
  event.node === node && event.changes.some((change) => change.type === type);
type Changed = { node: NodeId; changes: media.RoomChange[] };

describe('a meeting on two nodes', () => {
  test('each person sits where it is near, and all see the union', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    expect(a.here.node).toBe(media1);
    const parts = ben.next(media.partsChanged, ({ nodes }) => nodes.length === 2);
    const first = ben.next(media.roomChanged, says(media2, 'participant'));
    const b = await enter(chloe, standup.id, { region: 'na' });
    expect(b.here.node).toBe(media2);
    expect(nodesIn(b.answer.room)).toEqual([media1, media2]);
    expect((await parts).nodes.toSorted()).toEqual([media1, media2]);
    expect(await first).toMatchObject({ seq: 1 });
    const room = await ben.call(media.getRoom, { meetingId: standup.id });
    expect(peopleIn(room).map(({ person }) => person.id)).toEqual([idOf(ben), idOf(chloe)]);
    await expect.poll(async () => (await ben.call(getMeeting, { code: standup.code })).live.count).toBe(2);
    const { room: resumed } = await chloe.call(media.resumeRoom, b.here);
    expect(nodesIn(resumed)).toEqual([media1, media2]);

    const one = ben.next(media.partsChanged, ({ nodes }) => nodes.length === 1);
    await chloe.call(media.leaveRoom, b.here);
    expect((await one).nodes).toEqual([media1]);
    await ben.call(media.leaveRoom, a.here);
    await until(() => hub.hub.dump().rooms.held === 0);
    expect(await cluster.here.node.dump()).toEqual(nothingLeft);
    expect(await cluster.there.node.dump()).toEqual(nothingLeft);
  });

  test('orders of hosts reach every part', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    await enter(ben, standup.id);
    const b = await enter(chloe, standup.id, { region: 'na' });
    await chloe.call(media.produce, {
      ...b.here,
      kind: 'audio',
      source: 'microphone',
      rtpParameters: opus(),
    });
    const muted = chloe.next(media.moderated);
    await ben.call(media.muteParticipant, b.here);
    expect(await muted).toMatchObject({ action: 'muted' });
    const nobody = { ...b.here, participantId: id<ParticipantId>() };
    await expect(ben.call(media.muteParticipant, nobody)).rejects.toMatchObject({ code: 'notFound' });
    const removed = chloe.next(media.moderated);
    await ben.call(media.removeParticipant, b.here);
    expect(await removed).toMatchObject({ action: 'removed' });
    await until(() => hub.hub.nodes.nodesOf(standup.id).length === 1);
  });

  test('a participant belongs to a person, wherever they sit', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    const { participantId } = a.here;
    await expect(enter(chloe, standup.id, { region: 'na', participantId })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'notYours' },
    });
    expect((await cluster.there.node.dump()).rooms).toEqual([]);
  });

  test('a node that nobody knows is nowhere to send a command', async () => {
    await using cluster = await aCluster();
    const [ben] = await cluster.hub.connect('ben');
    const { here } = await enter(ben, cluster.hub.seed.standup.id);
    const elsewhere = { ...here, node: 'media-9' as NodeId };
    for (const call of [
      () => ben.call(media.raiseHand, { ...elsewhere, raised: true }),
      () => ben.call(media.resumeRoom, elsewhere),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'interrupted' } });
    // There is nothing to leave, which is as good as having left.
    await ben.call(media.leaveRoom, elsewhere);
    await ben.call(media.raiseHand, { ...here, raised: true });
  });
});

describe('moving', () => {
  test('when asked: in both parts for a moment, then in one, and in the call all the while', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    await enter(chloe, standup.id, { region: 'na' });
    const asked = ben.next(media.moveAsked);
    await cluster.setState(media1, 'draining');
    const { meetingId, participantId } = a.here;
    expect(await asked).toEqual({ meetingId, participantId, node: media1 });
    const b = await enter(ben, standup.id, { participantId, moving: true });
    expect(b.here.node).toBe(media2);
    const both = peopleIn(await chloe.call(media.getRoom, { meetingId }));
    expect(both.filter((each) => each.id === participantId)).toHaveLength(2);
    await expect.poll(async () => (await chloe.call(getMeeting, { code: standup.code })).live.count).toBe(2);
    const moved = chloe.next(media.roomChanged, says(media1, 'left'));
    await ben.call(media.leaveRoom, { ...a.here, reason: 'moved' });
    expect((await moved).changes).toEqual([{ type: 'left', participantId, reason: 'moved' }]);
    await until(() => hub.hub.dump().rooms.held === 2);
    await ben.call(media.raiseHand, { ...b.here, raised: true });
    const presenceOfBen = async () => {
      const { people } = await chloe.call(listPresence, {});
      return people.find(({ personId }) => personId === hub.seed.ben)?.presence;
    };
    await expect.poll(presenceOfBen).toBe('inCall');
    expect(await cluster.here.node.dump()).toEqual(nothingLeft);
  });

  test('by joining from another tab that is elsewhere: the older seat is gone, and its tab hears it', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben] = await hub.connect('ben');
    const a = await enter(ben, standup.id);
    const tab = await hub.world.tab('ben');
    await cluster.setState(media1, 'draining');
    await until(() => hub.hub.nodes.loads().some(({ state }) => state === 'draining'));
    const taken = ben.next(media.moderated);
    const b = await enter(tab, standup.id, { participantId: a.here.participantId });
    expect(b.here.node).toBe(media2);
    expect((await taken).action).toBe('taken');
    await until(async () => (await cluster.here.node.dump()).rooms.length === 0);
    await tab.call(media.raiseHand, { ...b.here, raised: true });
  });

  test('a reload stays on its node, also on a cordoned one, where nobody new comes', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    const { participantId } = a.here;
    await until(() => hub.hub.nodes.live(standup.id).count === 1);
    expect((await enter(ben, standup.id, { participantId, region: 'na' })).here.node).toBe(media1);
    await cluster.setState(media1, 'cordoned');
    expect((await enter(ben, standup.id, { participantId })).here.node).toBe(media1);
    // The hub may not have heard of it: the node itself sends newcomers on.
    expect((await enter(chloe, standup.id)).here.node).toBe(media2);
    await cluster.setState(media1, 'active');
    await until(() => hub.hub.nodes.loads().every(({ state }) => state === 'active'));
    expect((await enter(chloe, standup.id)).here.node).toBe(media1);
  });

  test('of everybody at once, in waves, until the node is empty', async () => {
    await using cluster = await aCluster({ drain: { waveSize: 2, waveEveryMs: 20 } });
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben] = await hub.connect('ben');
    const seats = [];
    for (let nth = 0; nth < 5; nth += 1) seats.push(await enter(ben, standup.id));
    const moves: Promise<void>[] = [];
    ben.on(media.moveAsked, ({ meetingId, participantId, node }) => {
      const move = async () => {
        const { here } = await enter(ben, meetingId, { participantId, moving: true });
        expect(here.node).toBe(media2);
        await ben.call(media.leaveRoom, { meetingId, participantId, node, reason: 'moved' });
      };
      moves.push(move());
    });
    await cluster.setState(media1, 'draining');
    await until(() => moves.length === 5, 10_000);
    await Promise.all(moves);
    await until(async () => (await cluster.here.node.dump()).rooms.length === 0);
    expect(await cluster.here.node.dump()).toEqual(nothingLeft);
    expect((await cluster.there.node.dump()).rooms).toMatchObject([{ seats: 5 }]);
  });

  test('is what a node does by itself before it ends, when another one takes its people', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const [ben] = await hub.connect('ben');
    const a = await enter(ben, hub.seed.standup.id);
    const asked = ben.next(media.moveAsked);
    const left = cluster.here.node.leave();
    await asked;
    const { meetingId, participantId } = a.here;
    await enter(ben, meetingId, { participantId, moving: true });
    await ben.call(media.leaveRoom, { ...a.here, reason: 'moved' });
    await left;
    expect(await cluster.here.node.dump()).toEqual(nothingLeft);
    // The last one has nowhere to send them, and does not wait.
    await cluster.there.node.leave();
    expect((await cluster.there.node.dump()).rooms).toHaveLength(1);
  });

  test('whoever does not move is interrupted, and then goes elsewhere', async () => {
    await using cluster = await aCluster({ drain: { patienceMs: 300 } });
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben] = await hub.connect('ben');
    const a = await enter(ben, standup.id);
    const interrupted = ben.next(media.roomInterrupted);
    await cluster.setState(media1, 'draining');
    expect(await interrupted).toMatchObject({ node: media1, epoch: expect.any(String) });
    const b = await enter(ben, standup.id, { participantId: a.here.participantId });
    expect(b.here.node).toBe(media2);
    await until(async () => (await cluster.here.node.dump()).rooms.length === 0);
  });
});

describe('a node that dies', () => {
  test('takes its part with it and no other; its people join elsewhere', async () => {
    await using cluster = await aCluster();
    const { hub } = cluster;
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    const b = await enter(chloe, standup.id, { region: 'na' });
    const told = [ben, chloe].map((client) => client.next(media.roomInterrupted, () => true, 15_000));
    const fewer = ben.next(media.partsChanged, ({ nodes }) => nodes.length === 1, 15_000);
    await cluster.there.crash();
    for (const interrupted of told)
      expect(await interrupted).toEqual({ meetingId: standup.id, node: media2, epoch: null });
    expect((await fewer).nodes).toEqual([media1]);
    await expect(chloe.call(media.raiseHand, { ...b.here, raised: true })).rejects.toMatchObject({
      details: { reason: 'interrupted' },
    });
    await ben.call(media.raiseHand, { ...a.here, raised: true });
    const again = await enter(chloe, standup.id, { participantId: b.here.participantId, region: 'na' });
    expect(again.here.node).toBe(media1);
    expect(peopleIn(again.answer.room)).toHaveLength(2);
    await chloe.call(media.leaveRoom, again.here);
    await ben.call(media.leaveRoom, a.here);
    await until(() => hub.hub.dump().rooms.held === 0);
  });
});
