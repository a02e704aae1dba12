import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import { controlTopic } from '#server/signaling/publisher.ts';
import type { MeetingId, SessionId } from '#shared/contract/ids.ts';
import { aHolder, createTestMediaNode, id, until } from './media-kit.ts';
import { aTab, connectedIn, here, leftIn, listen, nothingLeft, type TestNode } from './media-node-kit.ts';
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
    const { participants } = await here.ask(commands.nodeSnapshot, { meetingId });
    expect(participants.map((each) => each.id)).toEqual([here.participantId]);
  });

  test('a hub that was out of reach takes its seats back, but for one that it does not hold', async () => {
    await using kit = await createTestMediaNode({ hubCheckMs: 30, awayMs: 5_000 });
    const meetingId = id<MeetingId>();
    const [held, left] = [aTab(kit, meetingId), aTab(kit, meetingId)];
    await Promise.all([held.join(), left.join()]);
    const connected = () => Promise.all([held, left].map((tab) => isConnected(kit, meetingId, tab)));
    await until(async () => (await connected()).every((each) => !each));
    await kit.bus.handle(hubAlive, async () => ({ held: [held.participantId] }));
    await until(() => isConnected(kit, meetingId, held));
    expect(await connected()).toEqual([true, false]);
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

async function isConnected(
  kit: TestNode,
  meetingId: MeetingId,
  { participantId, ask }: ReturnType<typeof aTab>,
) {
  const { participants } = await ask(commands.nodeSnapshot, { meetingId });
  return participants.find((each) => each.id === participantId)?.connected === true;
}

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
