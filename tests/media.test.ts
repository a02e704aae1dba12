import { describe, expect, test } from 'vitest';
import type { HubClient } from '#shared/client.ts';
import { suspendPerson } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type {
  MeetingId,
  NodeId,
  ParticipantId,
  PersonId,
  ProducerId,
  TransportId,
} from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';
import {
  answerKnock,
  archiveMeeting,
  getMeeting,
  knock,
  meetingLiveChanged,
  setMeetingRole,
} from '#shared/contract/meetings.ts';
import { listPresence } from '#shared/contract/presence.ts';
import { createTestHub, type TestHub } from './hub.ts';
import { id, opus, someDtls, until, vp8 } from './media-kit.ts';
import { type WithMeetings, withMeetings } from './seeds/meetings.ts';

const idOf = (client: HubClient): PersonId => {
  if (!client.me) throw new Error('not connected');
  return client.me.id;
};

async function enter(client: HubClient, meetingId: MeetingId, participantId = id<ParticipantId>()) {
  await client.call(knock, { meetingId });
  const answer = await client.call(media.joinRoom, { meetingId, participantId });
  const here = { meetingId, participantId, node: answer.node };
  const produce = (source: 'camera' | 'microphone') =>
    client.call(media.produce, {
      ...here,
      source,
      kind: source === 'camera' ? 'video' : 'audio',
      rtpParameters: source === 'camera' ? vp8() : opus(),
    });
  return { here, answer, produce };
}

/** Of a room whose people are all on one node. */
function onlyPart({ parts }: media.RoomSnapshot): media.RoomPart {
  const [part, other] = parts;
  if (!part || other) throw new Error(`${parts.length} parts`);
  return part;
}

async function nothingLeft(hub: TestHub<WithMeetings>): Promise<void> {
  const dump = async () => ({ ...(await hub.hub.mediaNode?.dump()), ...hub.hub.dump().rooms });
  await until(async () => (await dump()).held === 0 && (await dump()).rooms?.length === 0);
  expect(await dump()).toEqual({ rooms: [], routers: 0, transports: 0, weight: 0, held: 0, ears: 0 });
}

describe('a call', () => {
  test('two people join, send, receive, tune and leave, and nothing is left', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    expect(a.answer.iceServers).toEqual([]);
    expect(onlyPart(a.answer.room).participants).toMatchObject([
      { role: 'host', person: { id: hub.seed.ben } },
    ]);
    const appears = ben.next(media.roomChanged);
    const b = await enter(chloe, standup.id);
    expect((await appears).changes).toMatchObject([
      { type: 'participant', participant: { id: b.here.participantId, role: 'participant' } },
    ]);
    const transports = [a.answer.sendTransport.id, a.answer.receiveTransport.id];
    for (const transportId of transports)
      await ben.call(media.connectTransport, { ...a.here, transportId, dtlsParameters: someDtls() });
    const { iceParameters } = await ben.call(media.restartIce, {
      ...a.here,
      transportId: a.answer.sendTransport.id,
    });
    expect(iceParameters.password).toBeTruthy();
    const produced = chloe.next(media.roomChanged, ({ changes }) =>
      changes.some((change) => change.type === 'participant' && change.participant.producers.length === 2),
    );
    const { producerId } = await a.produce('camera');
    await a.produce('microphone');
    await produced;
    const { consumers } = await chloe.call(media.consume, {
      ...b.here,
      producers: [{ id: producerId, node: a.here.node }],
      rtpCapabilities: b.answer.routerRtpCapabilities,
    });
    const [consumer] = consumers;
    if (!consumer) throw new Error('no consumer');
    const tuned = { id: consumer.id, paused: false, spatialLayer: 1 };
    await chloe.call(media.tuneConsumers, { ...b.here, consumers: [tuned] });
    await chloe.call(media.closeConsumers, { ...b.here, consumerIds: [consumer.id] });
    await ben.call(media.setProducerPaused, { ...a.here, producerId, paused: true });
    await ben.call(media.closeProducer, { ...a.here, producerId });
    const hand = chloe.next(media.roomChanged, ({ changes }) =>
      changes.some((change) => change.type === 'participant' && change.participant.handRaisedAt !== null),
    );
    await ben.call(media.raiseHand, { ...a.here, raised: true });
    await hand;
    const left = ben.next(media.roomChanged, ({ changes }) => changes.some(({ type }) => type === 'left'));
    await chloe.call(media.leaveRoom, b.here);
    expect((await left).changes).toEqual([
      { type: 'left', participantId: b.here.participantId, reason: 'left' },
    ]);
    await ben.call(media.leaveRoom, a.here);
    await nothingLeft(hub);
  });

  test('a snapshot and the changes heard since give a fresh snapshot', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben, chloe, greta] = await hub.connect('ben', 'chloe', 'greta');
    const a = await enter(ben, standup.id);
    const room = structuredClone(onlyPart(a.answer.room));
    ben.on(media.roomChanged, ({ epoch, seq, changes }) => {
      if (epoch !== room.epoch || seq <= room.seq) return;
      if (seq !== room.seq + 1) throw new Error('a gap');
      room.seq = seq;
      for (const change of changes) {
        const participantId = change.type === 'left' ? change.participantId : change.participant.id;
        const at = room.participants.findIndex((each) => each.id === participantId);
        if (change.type === 'left') room.participants.splice(at, 1);
        else
          room.participants.splice(
            at < 0 ? room.participants.length : at,
            at < 0 ? 0 : 1,
            change.participant,
          );
      }
    });
    const [b, c] = [await enter(chloe, standup.id), await enter(greta, standup.id)];
    await Promise.all([a.produce('camera'), b.produce('camera'), c.produce('microphone')]);
    await ben.call(media.muteParticipant, c.here);
    await ben.call(setMeetingRole, { meetingId: standup.id, personId: hub.seed.chloe, role: 'host' });
    await greta.call(media.leaveRoom, c.here);
    const fresh = onlyPart(await ben.call(media.getRoom, { meetingId: standup.id }));
    await until(() => room.seq === fresh.seq);
    expect(room).toEqual(fresh);
    expect(fresh.participants.map(({ role }) => role)).toEqual(['host', 'host']);
  });
});

describe('who may', () => {
  test('join: whoever was let in', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { planning } = hub.seed;
    const [ben, gus, greta] = await hub.connect('ben', 'gus', 'greta');
    const [node] = hub.hub.nodes.loads().map((load) => load.node as NodeId);
    if (!node) throw new Error('no media node');
    const here = { meetingId: planning.id, participantId: id<ParticipantId>(), node };
    for (const command of [media.joinRoom, media.resumeRoom]) {
      await expect(gus.call(command, here)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(greta.call(command, here)).rejects.toMatchObject({ code: 'notFound' });
    }
    await expect(gus.call(media.getRoom, { meetingId: planning.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      gus.call(media.joinRoom, { ...here, participantId: 'x' as ParticipantId }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await gus.call(knock, { meetingId: planning.id });
    await ben.call(answerKnock, { meetingId: planning.id, personId: idOf(gus), admit: true });
    expect(onlyPart((await gus.call(media.joinRoom, here)).room).participants).toHaveLength(1);
    expect(await ben.call(media.getRoom, { meetingId: planning.id })).toMatchObject({
      parts: [{ node, participants: [{ id: here.participantId, person: { kind: 'guest' } }] }],
    });
  });

  test('speak for a participant: the connection that holds it', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    const calls = [
      (client: HubClient) => client.call(media.leaveRoom, a.here),
      (client: HubClient) => client.call(media.raiseHand, { ...a.here, raised: true }),
      (client: HubClient) =>
        client.call(media.restartIce, { ...a.here, transportId: a.answer.sendTransport.id }),
      (client: HubClient) =>
        client.call(media.connectTransport, {
          ...a.here,
          transportId: a.answer.sendTransport.id,
          dtlsParameters: someDtls(),
        }),
      (client: HubClient) =>
        client.call(media.produce, { ...a.here, kind: 'audio', source: 'microphone', rtpParameters: opus() }),
      (client: HubClient) =>
        client.call(media.consume, {
          ...a.here,
          producers: [{ id: id<ProducerId>(), node: a.here.node }],
          rtpCapabilities: a.answer.routerRtpCapabilities,
        }),
      (client: HubClient) =>
        client.call(media.tuneConsumers, { ...a.here, consumers: [{ id: id(), paused: true }] }),
      (client: HubClient) => client.call(media.closeConsumers, { ...a.here, consumerIds: [id()] }),
      (client: HubClient) => client.call(media.closeProducer, { ...a.here, producerId: id() }),
      (client: HubClient) =>
        client.call(media.setProducerPaused, { ...a.here, producerId: id(), paused: true }),
    ];
    const otherTab = await hub.world.tab('ben');
    for (const call of calls) {
      await expect(call(chloe)).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'notYours' } });
      await expect(call(otherTab)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'taken' } });
    }
    await expect(enter(chloe, standup.id, a.here.participantId)).rejects.toMatchObject({ code: 'forbidden' });
    await ben.call(media.leaveRoom, a.here);
    for (const call of calls) await expect(call(ben)).rejects.toMatchObject({ code: 'notFound' });
    await nothingLeft(hub);
  });

  test('moderate: hosts', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben, chloe, greta] = await hub.connect('ben', 'chloe', 'greta');
    await enter(ben, standup.id);
    const b = await enter(chloe, standup.id);
    const c = await enter(greta, standup.id);
    await c.produce('microphone');
    const asHost = { meetingId: standup.id, personId: idOf(greta) };
    await ben.call(setMeetingRole, { ...asHost, role: 'host' });
    await expect(chloe.call(media.muteParticipant, c.here)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(chloe.call(media.removeParticipant, c.here)).rejects.toMatchObject({ code: 'forbidden' });
    const muted = greta.next(media.moderated);
    await ben.call(media.muteParticipant, c.here);
    const { meetingId, participantId } = c.here;
    expect(await muted).toEqual({ meetingId, participantId, action: 'muted' });
    const removed = greta.next(media.moderated);
    await ben.call(media.removeParticipant, c.here);
    expect(await removed).toEqual({ meetingId, participantId, action: 'removed' });
    await expect(greta.call(media.joinRoom, c.here)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await greta.call(knock, { meetingId: standup.id })).toMatchObject({ state: 'waiting' });
    await expect(ben.call(media.removeParticipant, c.here)).rejects.toMatchObject({ code: 'notFound' });
    const nobody = { ...b.here, participantId: id<ParticipantId>() };
    await expect(ben.call(media.muteParticipant, nobody)).rejects.toMatchObject({ code: 'notFound' });
    await ben.call(media.removeParticipant, b.here);
    expect(await chloe.call(media.joinRoom, b.here)).toMatchObject({
      room: { parts: [{ participants: [{}, {}] }] },
    });
  });
});

describe('connections', () => {
  test('a reload keeps the tile, another tab takes it, and a lost socket is seen', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const a = await enter(ben, standup.id);
    const b = await enter(chloe, standup.id);
    const away = ben.next(media.roomChanged, connectedIs(b.here.participantId, false));
    chloe.close();
    await away;
    const back = ben.next(media.roomChanged, connectedIs(b.here.participantId, true));
    const tab = await hub.world.tab('chloe');
    const { room } = await tab.call(media.resumeRoom, b.here);
    expect(onlyPart(room).participants).toHaveLength(2);
    await back;
    const taken = tab.next(media.moderated);
    const another = await hub.world.tab('chloe');
    expect(onlyPart((await another.call(media.joinRoom, b.here)).room).participants).toHaveLength(2);
    const { meetingId, participantId } = b.here;
    expect(await taken).toEqual({ meetingId, participantId, action: 'taken' });
    await expect(tab.call(media.raiseHand, { ...b.here, raised: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    await another.call(media.leaveRoom, b.here);
    await ben.call(media.leaveRoom, a.here);
    await nothingLeft(hub);
  });

  test('a suspended person is out of the room within a second', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ada, ben, chloe] = await hub.connect('ada', 'ben', 'chloe');
    await enter(ben, standup.id);
    const b = await enter(chloe, standup.id);
    const out = ben.next(
      media.roomChanged,
      ({ changes }) => changes.some(({ type }) => type === 'left'),
      1_000,
    );
    await ada.call(suspendPerson, { personId: hub.seed.chloe });
    expect((await out).changes).toEqual([
      { type: 'left', participantId: b.here.participantId, reason: 'removed' },
    ]);
  });

  test('archiving ends the call', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    await enter(ben, standup.id);
    await enter(chloe, standup.id);
    const removed = chloe.next(media.moderated);
    await ben.call(archiveMeeting, { meetingId: standup.id });
    expect((await removed).action).toBe('removed');
    await nothingLeft(hub);
  });
});

const connectedIs =
  (participantId: ParticipantId, connected: boolean) =>
  ({ changes }: { changes: media.RoomChange[] }) =>
    changes.some(
      (change) =>
        change.type === 'participant' &&
        change.participant.id === participantId &&
        change.participant.connected === connected,
    );

describe('around the room', () => {
  test('who can see the meeting hears who is in it, and presence says in a call', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const live = chloe.next(meetingLiveChanged, ({ live: { count } }) => count === 1);
    const a = await enter(ben, standup.id);
    expect((await live).live.people).toMatchObject([{ id: hub.seed.ben }]);
    expect(await chloe.call(getMeeting, { code: standup.code })).toMatchObject({ live: { count: 1 } });
    await until(async () =>
      (await chloe.call(listPresence, {})).people.some(
        ({ personId, presence }) => personId === hub.seed.ben && presence === 'inCall',
      ),
    );
    const empty = chloe.next(meetingLiveChanged, ({ live: { count } }) => count === 0);
    await ben.call(media.leaveRoom, a.here);
    await empty;
    await until(async () =>
      (await chloe.call(listPresence, {})).people.every(({ presence }) => presence !== 'inCall'),
    );
  });

  test('a dead worker interrupts, and joining again works', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const { standup } = hub.seed;
    const [ben] = await hub.connect('ben');
    const a = await enter(ben, standup.id);
    const interrupted = ben.next(media.roomInterrupted);
    process.kill(hub.hub.mediaNode?.workerPids()[0] ?? 0, 'SIGKILL');
    const { epoch } = await interrupted;
    const again = await ben.call(media.joinRoom, a.here);
    expect(onlyPart(again.room)).toMatchObject({
      epoch,
      participants: [{ id: a.here.participantId, producers: [] }],
    });
    expect(epoch).not.toBe(onlyPart(a.answer.room).epoch);
  });

  test('a relay is offered with a password of the person', async () => {
    const turn = { urls: ['turn:turn.example.org:3478'], secret: 'north' };
    await using hub = await createTestHub({ seed: withMeetings, config: { turn } });
    const [ben] = await hub.connect('ben');
    const { answer } = await enter(ben, hub.seed.standup.id);
    expect(answer.iceServers).toMatchObject([
      { urls: turn.urls, username: expect.stringMatching(new RegExp(`^\\d+:${hub.seed.ben}$`)) },
    ]);
  });

  test('unknown transports and rooms are not found', async () => {
    await using hub = await createTestHub({ seed: withMeetings });
    const [ben] = await hub.connect('ben');
    const { here } = await enter(ben, hub.seed.standup.id);
    const transportId = id<TransportId>();
    await expect(ben.call(media.restartIce, { ...here, transportId })).rejects.toMatchObject({
      code: 'notFound',
    });
    const elsewhere = { ...here, meetingId: hub.seed.planning.id };
    await expect(ben.call(media.leaveRoom, elsewhere)).rejects.toBeInstanceOf(AppError);
    await expect(ben.call(media.resumeRoom, elsewhere)).rejects.toMatchObject({ code: 'notFound' });
    expect(await ben.call(media.getRoom, { meetingId: hub.seed.planning.id })).toEqual({
      meetingId: hub.seed.planning.id,
      parts: [],
      silent: [],
    });
  });
});
