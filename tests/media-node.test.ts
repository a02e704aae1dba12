import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import type { BusCommand } from '#server/platform/bus.ts';
import { audience } from '#server/signaling/audience.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import { audienceTopic, type Broadcast, controlTopic } from '#server/signaling/publisher.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type {
  ConsumerId,
  MeetingId,
  ParticipantId,
  ProducerId,
  SessionId,
  TransportId,
} from '#shared/contract/ids.ts';
import type { RoomChange, RoomPart } from '#shared/contract/media.ts';
import {
  aHolder,
  aPerson,
  createTestMediaNode,
  id,
  media1,
  opus,
  someDtls,
  until,
  vp8,
} from './media-kit.ts';

type TestNode = Awaited<ReturnType<typeof createTestMediaNode>>;

/** One tab of one person, as the hub half would speak for it. */
function aTab(kit: TestNode, meetingId: MeetingId, person: PersonCard = aPerson()) {
  const participantId = id<ParticipantId>();
  const holder = aHolder(person.id);
  const here = { meetingId, participantId, node: media1, holder };
  const ask = <I, O>(command: BusCommand<I, O>, input: I) =>
    kit.bus.request({ node: media1 }, command, input);
  return {
    ...here,
    person,
    here,
    ask,
    join: (changes: { holder?: commands.Holder; person?: PersonCard; participantId?: ParticipantId } = {}) =>
      ask(commands.nodeJoin, { ...here, person, role: 'participant', elsewhere: 0, ...changes }),
    produce: (source: 'microphone' | 'camera' | 'screen' | 'screenAudio' = 'camera') => {
      const kind =
        source === 'microphone' || source === 'screenAudio' ? ('audio' as const) : ('video' as const);
      const rtpParameters = kind === 'audio' ? opus() : vp8();
      return ask(commands.nodeProduce, { ...here, kind, source, rtpParameters, paused: false });
    },
    leave: () => ask(commands.nodeLeave, { ...here, reason: 'left' }),
  };
}

async function listen(kit: TestNode, meetingId: MeetingId) {
  const heard: Broadcast[] = [];
  await kit.bus.subscribe(
    audienceTopic(audience.meeting(meetingId)),
    (broadcast) => void heard.push(broadcast),
  );
  const notices: commands.RoomNotice[] = [];
  await kit.bus.subscribe(commands.roomTopic(meetingId), (notice) => void notices.push(notice));
  return { heard, notices };
}

/** As a client names a producer of this node. */
const here = (producer: ProducerId) => ({ id: producer, node: media1 });

const nothingLeft = { rooms: [], routers: 0, transports: 0, weight: 0 };

describe('joining', () => {
  test('gives both transports and the room in one answer', async () => {
    await using kit = await createTestMediaNode();
    const tab = aTab(kit, id());
    const answer = await tab.join();
    expect(answer.sendTransport.id).not.toBe(answer.receiveTransport.id);
    expect(answer.sendTransport.iceCandidates.map(({ protocol }) => protocol)).toEqual(['udp', 'tcp']);
    expect(answer.routerRtpCapabilities.codecs?.map(({ mimeType }) => mimeType)).toEqual(
      expect.arrayContaining(['audio/opus', 'video/VP8', 'video/VP9', 'video/H264', 'video/AV1']),
    );
    expect(answer.part.participants).toMatchObject([
      { id: tab.participantId, person: tab.person, connected: true, producers: [] },
    ]);
    await tab.leave();
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });

  test('every announced address becomes a candidate on the one port', async () => {
    const announcedAddresses = ['192.0.2.1', 'media.example.org'];
    const config = { listenAddress: '127.0.0.1', announcedAddresses, port: 0, workers: 1 };
    await using kit = await createTestMediaNode({ config });
    const { sendTransport } = await aTab(kit, id()).join();
    const udp = sendTransport.iceCandidates.filter(({ protocol }) => protocol === 'udp');
    expect(udp.map(({ address }) => address)).toEqual(announcedAddresses);
    expect(new Set(udp.map(({ port }) => port)).size).toBe(1);
    expect(udp[0]?.priority).toBeGreaterThan(udp[1]?.priority ?? 0);
  });

  test('again with the same id replaces the media while the tile stays', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const { heard, notices } = await listen(kit, meetingId);
    const tab = aTab(kit, meetingId);
    await tab.join();
    await tab.produce();
    const before = await kit.node.dump();
    const again = await tab.join({ holder: aHolder(tab.person.id, 'reloaded') });
    expect(again.part.participants).toMatchObject([{ id: tab.participantId, producers: [] }]);
    expect((await kit.node.dump()).transports).toBe(before.transports);
    expect(heard.flatMap(leftIn)).toEqual([]);
    expect(notices).toEqual([
      {
        type: 'taken',
        node: media1,
        participantId: tab.participantId,
        connectionId: tab.holder.connectionId,
      },
    ]);
    await expect(tab.produce()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'taken' } });
  });

  test('with the id of somebody else is forbidden', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const [ada, eve] = [aTab(kit, meetingId), aTab(kit, meetingId)];
    await ada.join();
    await expect(eve.join({ participantId: ada.participantId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      eve.ask(commands.nodeLeave, { ...eve.here, reason: 'left', participantId: ada.participantId }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      eve.ask(commands.nodeResume, { ...eve.here, participantId: ada.participantId }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await ada.leave();
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });

  test('twice at once keeps the later one only, and leaving meanwhile ends both', async () => {
    await using kit = await createTestMediaNode();
    const tab = aTab(kit, id());
    const both = await Promise.allSettled([tab.join(), tab.join()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await kit.node.dump()).transports).toBe(2);
    await tab.leave();
    const [late] = await Promise.allSettled([tab.join(), tab.leave()]);
    expect(late?.status).toBe('rejected');
    await until(async () => (await kit.node.dump()).rooms.length === 0);
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });

  test('a room is full at 200', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const tabs = Array.from({ length: 201 }, () => aTab(kit, meetingId));
    const joined = await Promise.allSettled(tabs.map((tab) => tab.join()));
    expect(joined.filter(({ status }) => status === 'fulfilled')).toHaveLength(200);
    expect(joined.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', details: { reason: 'roomFull' } },
    });
    await kit.bus.request({ node: media1 }, commands.nodeCloseRoom, { meetingId });
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });
});

describe('sending and receiving', () => {
  test('a producer reaches the others and their consumers start paused', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const [ada, bob] = [aTab(kit, meetingId), aTab(kit, meetingId)];
    const { routerRtpCapabilities: rtpCapabilities } = await ada.join();
    await bob.join();
    const camera = await ada.produce('camera');
    const microphone = await ada.produce('microphone');
    const producers = [camera.producerId, microphone.producerId, id<ProducerId>()].map(here);
    const wanted = { ...bob.here, producers, rtpCapabilities };
    const [first, second] = await Promise.all([
      bob.ask(commands.nodeConsume, wanted),
      bob.ask(commands.nodeConsume, wanted),
    ]);
    expect(first.consumers.map(({ producerId, kind }) => [producerId, kind])).toEqual([
      [camera.producerId, 'video'],
      [microphone.producerId, 'audio'],
    ]);
    expect(second).toEqual(first);
    const own = await ada.ask(commands.nodeConsume, { ...ada.here, producers, rtpCapabilities });
    expect(own.consumers).toEqual([]);

    const consumers = first.consumers.map((each) => ({ id: each.id, paused: false, spatialLayer: 0 }));
    await bob.ask(commands.nodeTune, {
      ...bob.here,
      consumers: [...consumers, { id: id<ConsumerId>(), paused: true }],
    });
    await bob.ask(commands.nodeTune, { ...bob.here, consumers });
    await bob.ask(commands.nodeCloseConsumers, {
      ...bob.here,
      consumerIds: [consumers[0]?.id ?? id(), id()],
    });
    expect(await kit.node.dump()).toMatchObject({ rooms: [{ producers: 2, consumers: 1 }] });
    await ada.ask(commands.nodeCloseProducer, { ...ada.here, producerId: microphone.producerId });
    await until(async () => (await kit.node.dump()).rooms[0]?.consumers === 0);
    await Promise.all([ada.leave(), bob.leave()]);
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });

  test('the limit by source holds, also for a burst', async () => {
    await using kit = await createTestMediaNode();
    const tab = aTab(kit, id());
    await tab.join();
    const cameras = await Promise.allSettled([tab.produce(), tab.produce(), tab.produce()]);
    expect(cameras.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const screens = await Promise.allSettled([1, 2, 3].map(() => tab.produce('screen')));
    expect(screens.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(tab.produce('screen')).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'producerLimit' },
    });
  });

  test('what mediasoup refuses is invalid and changes nothing', async () => {
    await using kit = await createTestMediaNode();
    const tab = aTab(kit, id());
    await tab.join();
    const base = { ...tab.here, kind: 'audio' as const, source: 'microphone' as const, paused: false };
    const good = opus();
    const hostile = [
      { ...good, codecs: [{ mimeType: 'audio/unheard', payloadType: 1, clockRate: 1 }] },
      { ...good, codecs: [{ mimeType: 'nonsense', payloadType: 1, clockRate: 48_000 }] },
      { ...good, codecs: good.codecs.map((codec) => ({ ...codec, payloadType: 300 })) },
      { ...good, encodings: [] },
      { ...good, encodings: [{}] },
      { ...good, headerExtensions: [{ uri: 'urn:x', id: 255 }] },
      { codecs: good.codecs.slice(0, 0) },
    ];
    for (const rtpParameters of hostile) {
      const outcome = await tab.ask(commands.nodeProduce, { ...base, rtpParameters }).then(
        ({ producerId }) => tab.ask(commands.nodeCloseProducer, { ...tab.here, producerId }).then(() => 'ok'),
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(['invalid', 'ok']).toContain(outcome);
    }
    await expect(
      tab.ask(commands.nodeProduce, { ...base, source: 'camera', rtpParameters: good }),
    ).rejects.toMatchObject({ code: 'invalid' });
    expect(kit.node.trouble()).toBeUndefined();
    expect(await kit.node.dump()).toMatchObject({ rooms: [{ producers: 0 }] });
  });

  test('unknown ids, calls in the wrong order, twice and after leaving all get a code', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const [tab, other] = [aTab(kit, meetingId), aTab(kit, meetingId)];
    await expect(tab.leave()).rejects.toMatchObject({ code: 'notFound' });
    const { sendTransport } = await tab.join();
    await other.join();
    const dtlsParameters = someDtls();
    const connect = { ...tab.here, transportId: sendTransport.id, dtlsParameters };
    const { producerId } = await tab.produce('microphone');
    await tab.ask(commands.nodeConnect, connect);
    await expect(tab.ask(commands.nodeConnect, connect)).rejects.toMatchObject({ code: 'conflict' });
    const foreign = { ...connect, ...other.here };
    await expect(tab.ask(commands.nodeConnect, foreign)).rejects.toMatchObject({ code: 'notFound' });
    await expect(
      tab.ask(commands.nodeRestartIce, { ...tab.here, transportId: id<TransportId>() }),
    ).rejects.toMatchObject({ code: 'notFound' });
    const restarted = await tab.ask(commands.nodeRestartIce, { ...tab.here, transportId: sendTransport.id });
    expect(restarted.iceParameters.usernameFragment).not.toBe(sendTransport.iceParameters.usernameFragment);
    const close = { ...tab.here, producerId };
    await tab.ask(commands.nodePauseProducer, { ...close, paused: true });
    await tab.ask(commands.nodePauseProducer, { ...close, paused: true });
    await tab.ask(commands.nodeCloseProducer, close);
    await expect(tab.ask(commands.nodeCloseProducer, close)).rejects.toMatchObject({ code: 'notFound' });
    await expect(tab.ask(commands.nodePauseProducer, { ...close, paused: false })).rejects.toMatchObject({
      code: 'notFound',
    });
    await tab.leave();
    await expect(tab.produce()).rejects.toMatchObject({ code: 'notFound' });
    await expect(tab.leave()).rejects.toMatchObject({ code: 'notFound' });
  });
});

const leftIn = ({ event, payload }: Broadcast) =>
  event === 'media:roomChanged'
    ? (payload as { changes: RoomChange[] }).changes.filter(({ type }) => type === 'left')
    : [];

describe('the stream of changes', () => {
  test('an old snapshot and the changes since give a fresh snapshot', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const { heard } = await listen(kit, meetingId);
    const [ada, bob, cyd] = [aTab(kit, meetingId), aTab(kit, meetingId), aTab(kit, meetingId)];
    const { part: old } = await ada.join();
    await bob.join();
    await cyd.join();
    const { producerId } = await bob.produce();
    await ada.ask(commands.nodeRaiseHand, { ...ada.here, raised: true });
    await bob.ask(commands.nodePauseProducer, { ...bob.here, producerId, paused: true });
    await cyd.leave();
    await ada.ask(commands.nodeSetRole, { meetingId, personId: bob.person.id, role: 'host' });
    const fresh = await ada.ask(commands.nodeSnapshot, { meetingId });
    await until(() => heard.length > 0 && applyAll(old, heard).seq === fresh.seq);
    expect(applyAll(old, heard)).toEqual(fresh);
    expect(fresh.participants).toMatchObject([
      { id: ada.participantId, handRaisedAt: expect.any(String) },
      { id: bob.participantId, role: 'host', producers: [{ id: producerId, paused: true }] },
    ]);
  });
});

function applyAll(snapshot: RoomPart, heard: Broadcast[]): RoomPart {
  const room = structuredClone(snapshot);
  for (const { event, payload } of heard) {
    if (event !== 'media:roomChanged') continue;
    const { seq, epoch, changes } = payload as { seq: number; epoch: string; changes: RoomChange[] };
    if (epoch !== room.epoch || seq <= room.seq) continue;
    expect(seq).toBe(room.seq + 1);
    room.seq = seq;
    for (const change of changes) {
      const participantId = change.type === 'left' ? change.participantId : change.participant.id;
      const at = room.participants.findIndex((each) => each.id === participantId);
      if (change.type === 'left') room.participants.splice(at, 1);
      else if (at < 0) room.participants.push(change.participant);
      else room.participants[at] = change.participant;
    }
  }
  return room;
}

describe('connections that go', () => {
  test('away is seen, resumed in time it is as before, too late it is lost', async () => {
    await using kit = await createTestMediaNode({ awayMs: 150 });
    const meetingId = id<MeetingId>();
    const { heard } = await listen(kit, meetingId);
    const [ada, bob] = [aTab(kit, meetingId), aTab(kit, meetingId)];
    await ada.join();
    await bob.join();
    const { producerId } = await bob.produce();
    const away = { meetingId, participantId: bob.participantId, connectionId: bob.holder.connectionId };
    await bob.ask(commands.nodeAway, { ...away, connectionId: 'another' });
    expect(await connectedIn(kit, meetingId)).toEqual([true, true]);
    await bob.ask(commands.nodeAway, away);
    expect(await connectedIn(kit, meetingId)).toEqual([true, false]);
    const back = aHolder(bob.person.id, 'back');
    const part = await bob.ask(commands.nodeResume, { ...bob.here, holder: back });
    expect(part.participants[1]).toMatchObject({ connected: true, producers: [{ id: producerId }] });
    await bob.ask(commands.nodeAway, { ...away, connectionId: 'back' });
    await until(async () => (await connectedIn(kit, meetingId)).length === 1);
    await until(() => heard.flatMap(leftIn).length > 0);
    expect(heard.flatMap(leftIn)).toEqual([
      { type: 'left', participantId: bob.participantId, reason: 'lost' },
    ]);
    await ada.leave();
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });

  test('a hub that dies makes its connections away', async () => {
    await using kit = await createTestMediaNode({ hubCheckMs: 30, awayMs: 50 });
    const tab = aTab(kit, id());
    const stop = await kit.bus.handle(hubAlive, async () => ({}));
    await tab.join();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await kit.node.dump()).rooms).toHaveLength(1);
    await stop();
    await until(async () => (await kit.node.dump()).rooms.length === 0);
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });

  test('a connection that its hub no longer knows is away, though nobody said so', async () => {
    await using kit = await createTestMediaNode({ hubCheckMs: 30, awayMs: 50 });
    const meetingId = id<MeetingId>();
    const [here, lost] = [aTab(kit, meetingId), aTab(kit, meetingId)];
    await kit.bus.handle(hubAlive, async () => ({ gone: [lost.here.holder.connectionId] }));
    await Promise.all([here.join(), lost.join()]);
    await until(async () => (await kit.node.dump()).rooms[0]?.seats === 1);
    await here.leave();
  });

  test('access that ends takes the media along', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const { heard } = await listen(kit, meetingId);
    const [ada, bob, cyd] = [aTab(kit, meetingId), aTab(kit, meetingId), aTab(kit, meetingId)];
    const sessionId = id<SessionId>();
    await ada.join();
    await bob.join();
    await cyd.join({ holder: { ...cyd.holder, sessionId } });
    kit.bus.publish(controlTopic, {
      type: 'revoke',
      scope: { person: ada.person.id },
      reason: 'accessChanged',
    });
    kit.bus.publish(controlTopic, { type: 'revoke', scope: { person: bob.person.id }, reason: 'suspended' });
    kit.bus.publish(controlTopic, { type: 'revoke', scope: { session: sessionId }, reason: 'signedOut' });
    await until(() => heard.flatMap(leftIn).length === 2);
    expect(heard.flatMap(leftIn)).toEqual([
      { type: 'left', participantId: bob.participantId, reason: 'removed' },
      { type: 'left', participantId: cyd.participantId, reason: 'left' },
    ]);
    kit.bus.publish(commands.personOut, { personId: ada.person.id });
    await until(async () => (await kit.node.dump()).rooms.length === 0);
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });
});

const connectedIn = async (kit: TestNode, meetingId: MeetingId) =>
  (await kit.bus.request({ node: media1 }, commands.nodeSnapshot, { meetingId })).participants.map(
    ({ connected }) => connected,
  );

describe('moderation', () => {
  test('a mute pauses microphones only, and is told', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const { notices } = await listen(kit, meetingId);
    const tab = aTab(kit, meetingId);
    await tab.join();
    await tab.produce('camera');
    await tab.produce('microphone');
    const order = { meetingId, participantId: tab.participantId };
    await tab.ask(commands.nodeMute, order);
    await tab.ask(commands.nodeMute, order);
    const { participants } = await tab.ask(commands.nodeSnapshot, { meetingId });
    expect(participants[0]?.producers.map(({ source, paused }) => [source, paused])).toEqual([
      ['camera', false],
      ['microphone', true],
    ]);
    await expect(tab.ask(commands.nodeMute, { ...order, participantId: id() })).rejects.toMatchObject({
      code: 'notFound',
    });
    await tab.ask(commands.nodeRemove, { meetingId, personId: tab.person.id });
    const to = { node: media1, participantId: tab.participantId, connectionId: tab.holder.connectionId };
    expect(notices).toEqual([
      { type: 'muted', ...to },
      { type: 'removed', ...to },
      { type: 'left', ...to },
    ]);
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });
});

describe('a worker that dies', () => {
  test('is replaced, its rooms keep their people and start a new epoch', async () => {
    await using kit = await createTestMediaNode();
    const meetingId = id<MeetingId>();
    const { heard } = await listen(kit, meetingId);
    const [ada, bob] = [aTab(kit, meetingId), aTab(kit, meetingId)];
    const { part: before } = await ada.join();
    await bob.join();
    await ada.produce();
    const [pid] = kit.node.workerPids();
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => heard.some(({ event }) => event === 'media:roomInterrupted'));
    await expect(ada.produce()).rejects.toMatchObject({ details: { reason: 'interrupted' } });
    const { part } = await ada.join();
    expect(part.epoch).not.toBe(before.epoch);
    expect(part.participants.map((each) => [each.id, each.producers])).toEqual([
      [ada.participantId, []],
      [bob.participantId, []],
    ]);
    await ada.produce();
    await bob.join();
    expect(kit.node.workerPids()).not.toContain(pid);
    await Promise.all([ada.leave(), bob.leave()]);
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });

  test('during a join costs the caller nothing', async () => {
    await using kit = await createTestMediaNode();
    const tab = aTab(kit, id());
    const joining = tab.join();
    process.kill(kit.node.workerPids()[0] ?? 0, 'SIGKILL');
    const { part } = await joining;
    expect(part.participants).toHaveLength(1);
    await tab.leave();
    await until(async () => (await kit.node.dump()).rooms.length === 0);
  });

  test('too often makes the node say so, and joins fail with words', async () => {
    await using kit = await createTestMediaNode({ maxRestartsPerMinute: 1 });
    for (const round of [1, 2]) {
      await until(() => kit.node.workerPids().length === 1);
      const [pid] = kit.node.workerPids();
      process.kill(pid ?? 0, 'SIGKILL');
      await until(() => !kit.node.workerPids().includes(pid ?? 0));
      if (round === 1) await until(() => kit.node.workerPids().length === 1);
    }
    expect(kit.node.trouble()).toMatch(/died 1 times within a minute/);
    await until(() => kit.node.load()?.accepting === false);
    await expect(aTab(kit, id()).join()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('that never answers, or ends at once, is named at the start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entente-worker-'));
    const silent = join(folder, 'worker');
    // Reads its channel and says nothing, as a worker of another version does; ends with its parent.
    await writeFile(silent, '#!/bin/sh\nexec cat <&3 >/dev/null\n', { mode: 0o755 });
    const starting = createTestMediaNode({ workerBin: silent, startTimeoutMs: 200 });
    await expect(starting).rejects.toThrow(/did not answer within 0.2 s.*another version/);
    await expect(createTestMediaNode({ workerBin: '/bin/false' })).rejects.toThrow(/code:1/);
    await rm(folder, { recursive: true });
  });

  test('a port that is taken is named at the start', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    const config = { listenAddress: '127.0.0.1', announcedAddresses: [], port, workers: 1 };
    await expect(createTestMediaNode({ config })).rejects.toThrow(`127.0.0.1, port ${port}`);
    server.close();
  });
});

describe('several workers', () => {
  test('rooms spread, and a room that outgrows one is piped to the next', async () => {
    await using kit = await createTestMediaNode({ workers: 2, maxConsumersPerLane: 2 });
    const meetingId = id<MeetingId>();
    const ada = aTab(kit, meetingId);
    const { routerRtpCapabilities: rtpCapabilities } = await ada.join();
    const { producerId } = await ada.produce();
    const { producerId: voice } = await ada.produce('microphone');
    const consume = async (tab: ReturnType<typeof aTab>) =>
      await tab.ask(commands.nodeConsume, {
        ...tab.here,
        producers: [producerId, voice].map(here),
        rtpCapabilities,
      });
    const [near, far, farther] = [aTab(kit, meetingId), aTab(kit, meetingId), aTab(kit, meetingId)];
    await near.join();
    await consume(near);
    await far.join();
    await farther.join();
    expect((await consume(far)).consumers).toHaveLength(2);
    expect((await consume(farther)).consumers).toHaveLength(2);
    expect(await kit.node.dump()).toMatchObject({
      routers: 2,
      rooms: [{ lanes: 2, pipes: 2, consumers: 6 }],
    });
    await far.leave();
    expect((await kit.node.dump()).rooms[0]?.pipes).toBe(2);
    await farther.leave();
    expect((await kit.node.dump()).rooms[0]?.pipes).toBe(0);
    await Promise.all([ada.leave(), near.leave()]);
    expect(await kit.node.dump()).toEqual(nothingLeft);
  });
});

test('the load is told every second, and at once to a hub that starts', async () => {
  await using kit = await createTestMediaNode();
  const loads: commands.NodeLoad[] = [];
  await kit.bus.subscribe(commands.loadTopic, (load) => void loads.push(load));
  const tab = aTab(kit, id());
  await tab.join();
  await tab.produce();
  kit.bus.publish(commands.helloTopic, { hub: 'hub-1' });
  await until(() => loads.some(({ producers }) => producers === 1));
  expect(loads.at(-1)).toMatchObject({
    node: 'media-1',
    accepting: true,
    workers: 1,
    rooms: 1,
    participants: 1,
  });
});
