import { describe, expect, test } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import type { ConsumerId, MeetingId, ProducerId, TransportId } from '#shared/contract/ids.ts';
import type { RoomChange, RoomPart } from '#shared/contract/media.ts';
import { aHolder, createTestMediaNode, id, media1, opus, someDtls, until } from './media-kit.ts';
import { aTab, type Heard, here, leftIn, listen, nothingLeft } from './media-node-kit.ts';
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

function applyAll(snapshot: RoomPart, heard: Heard[]): RoomPart {
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
