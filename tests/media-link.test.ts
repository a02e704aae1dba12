import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HubClient } from '#shared/client.ts';
import type { NodeId, ParticipantId } from '#shared/contract/ids.ts';
import { consume, getRoom, joinRoom, produce, resumeRoom, roomInterrupted } from '#shared/contract/media.ts';
import { createMeeting, knock } from '#shared/contract/meetings.ts';
import type { TestConfigOptions } from './config.ts';
import { createTestDatabase } from './database.ts';
import { createTestHub } from './hub.ts';
import { type MediaProcess, startHubProcess, startMediaProcess } from './hub-process.ts';
import { id, opus, until } from './media-kit.ts';
import { actorOf, insertJoinToken, temporaryFolder } from './nodes-kit.ts';
import { createTcpRelay } from './tcp-relay.ts';

const timeout = 90_000;
const linkedLine = /media node lab \(na\) is linked to http/g;

/** A hub that starts no workers, with an administrator. */
async function aHub(config: TestConfigOptions = {}) {
  const hub = await createTestHub({ config: { roles: ['hub'], ...config } });
  const ada = config.tls ? undefined : await hub.world.setUp('ada');
  return {
    ...hub,
    port: Number(new URL(hub.url).port),
    seed: ada && actorOf(ada.me),
    [Symbol.asyncDispose]: hub.close,
  };
}
type Hub = Awaited<ReturnType<typeof aHub>>;
async function tokenOf({ hub, seed }: Hub): Promise<string> {
  if (!seed) throw new Error('this hub has no administrator');
  return (await hub.registry.createJoinToken(seed, { region: 'na', label: 'lab' })).token;
}

const timesLinked = (media: MediaProcess) => media.output().match(linkedLine)?.length ?? 0;
const isLinked = (media: MediaProcess, times = 1) => until(() => timesLinked(media) >= times, 30_000);

/** Ada in a meeting with two tabs' worth of participants, one of which speaks. */
async function startCall(client: HubClient) {
  const meeting = await client.call(createMeeting, { title: 'Far', spaceId: null, lobby: false });
  await client.call(knock, { meetingId: meeting.id });
  const enter = async () => {
    const ids = { meetingId: meeting.id, participantId: id<ParticipantId>() };
    const { node, routerRtpCapabilities: rtpCapabilities } = await client.call(joinRoom, ids);
    return { seat: { ...ids, node }, rtpCapabilities };
  };
  const { seat: here } = await enter();
  const { seat: there, rtpCapabilities } = await enter();
  const stream = { kind: 'audio', source: 'microphone', rtpParameters: opus(), paused: false } as const;
  const { producerId } = await client.call(produce, { ...here, ...stream });
  const listen = () =>
    client.call(consume, { ...there, producers: [{ id: producerId, node: here.node }], rtpCapabilities });
  return { meetingId: meeting.id, here, there, producerId, listen };
}

describe('a media node on a machine of its own', () => {
  test(
    'joins with a token, carries a call, and starts again without the token',
    async () => {
      await using hub = await aHub();
      await using media = await startMediaProcess({ hubUrl: hub.url, token: await tokenOf(hub) });
      await isLinked(media);
      const call = await startCall(await hub.world.as('ada'));
      expect((await call.listen()).consumers).toHaveLength(1);
      expect(hub.hub.dump().rooms).toMatchObject({ held: 2 });

      const file = join(media.dataDir, 'node.json');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const before = await readFile(file, 'utf8');
      expect(await media.stop()).toEqual({ code: 0, signal: null });

      await using again = await startMediaProcess({ hubUrl: hub.url, dataDir: media.dataDir });
      await isLinked(again);
      expect(await readFile(file, 'utf8')).toBe(before);
      expect(hub.hub.registry.linked()).toHaveLength(1);
      const next = await startCall(await hub.world.as('ada'));
      expect((await next.listen()).consumers).toHaveLength(1);
    },
    timeout,
  );

  test(
    'answers monitors, and is not ready without its hub',
    async () => {
      await using hub = await aHub();
      await using relay = await createTcpRelay(hub.port);
      await using media = await startMediaProcess({
        hubUrl: relay.url,
        token: await tokenOf(hub),
        env: { ENTENTE_LOG_LEVEL: 'info', ENTENTE_METRICS_TOKEN: 'metrics-of-a-test' },
      });
      await isLinked(media);
      const url = `http://127.0.0.1:${/"port":(\d+)/.exec(media.output())?.[1]}`;
      const ready = async () => (await fetch(`${url}/readyz`)).json();
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      await until(async () => ((await ready()) as { ok: boolean }).ok, 10_000);
      const headers = { authorization: 'Bearer metrics-of-a-test' };
      expect(await (await fetch(`${url}/metrics`, { headers })).text()).toContain('entente_media_rooms 0');
      relay.cut();
      await until(async () => !((await ready()) as { ok: boolean }).ok, 10_000);
      expect(await ready()).toEqual({ ok: false, missing: ['hub'], degraded: [] });
    },
    timeout,
  );

  test(
    'keeps its rooms and its people while the link is cut, and lists them again',
    async () => {
      await using hub = await aHub();
      await using relay = await createTcpRelay(hub.port);
      await using media = await startMediaProcess({ hubUrl: relay.url, token: await tokenOf(hub) });
      await isLinked(media);
      const ada = await hub.world.as('ada');
      const call = await startCall(ada);
      const interruptions: unknown[] = [];
      ada.on(roomInterrupted, (event) => void interruptions.push(event));
      const before = await ada.call(getRoom, { meetingId: call.meetingId });

      relay.cut();
      await until(() => hub.hub.registry.linked().length === 0);
      await expect(call.listen()).rejects.toMatchObject({ code: 'unavailable' });
      relay.restore();
      await isLinked(media, 2);

      // A link without a word for less time than makes a hub give a node up.
      relay.freeze();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      relay.thaw();
      await until(async () => (await call.listen().catch(() => undefined)) !== undefined, 10_000);
      const after = await ada.call(getRoom, { meetingId: call.meetingId });
      const partOf = ({ parts }: typeof before) =>
        parts.map(({ epoch, participants }) => ({ epoch, participants }));
      expect(partOf(after)).toEqual(partOf(before));
      expect(after.parts).toHaveLength(1);
      expect(interruptions).toEqual([]);
    },
    timeout,
  );

  test(
    'goes on through the death and restart of its hub, whose clients take their seats again',
    async () => {
      await using database = await createTestDatabase();
      await using folder = await temporaryFolder();
      // With a host by name, as the variable asks; the socket's folder in the query wins.
      const env = { DATABASE_URL: database.url.replace('@/', '@localhost/'), ENTENTE_ROLES: 'hub' };
      const first = await startHubProcess({ dataDir: folder.path, env });
      const { me } = await first.world.setUp('ada');
      const token = await insertJoinToken(database, folder.path, me);
      await using media = await startMediaProcess({ hubUrl: first.url, token });
      await isLinked(media);
      const ada = await first.world.as('ada');
      const call = await startCall(ada);
      await first.stop('SIGKILL');
      await until(() => media.output().includes('is lost'), 10_000);

      await using _again = await startHubProcess({
        dataDir: folder.path,
        env: { ...env, ENTENTE_PORT: String(first.port) },
      });
      await isLinked(media, 2);
      const resume = () => ada.call(resumeRoom, call.here).catch(() => undefined);
      await until(async () => (await resume()) !== undefined, 20_000);
      const { room } = await ada.call(resumeRoom, call.there);
      expect(room.parts.flatMap(({ participants }) => participants.map((each) => each.id)).sort()).toEqual(
        [call.here.participantId, call.there.participantId].sort(),
      );
      expect((await call.listen()).consumers).toHaveLength(1);
      first.world.close();
    },
    timeout,
  );
});

describe('a media node that cannot join says so in a sentence', () => {
  const ended = async (media: MediaProcess) => {
    await media.ended;
    return media.child.exitCode;
  };

  test(
    'when its token was used, has run out or is wrong, and ends',
    async () => {
      await using hub = await aHub();
      const token = await tokenOf(hub);
      await using first = await startMediaProcess({ hubUrl: hub.url, token });
      await isLinked(first);
      await using second = await startMediaProcess({ hubUrl: hub.url, token });
      expect(await ended(second)).toBe(1);
      expect(second.output()).toContain('This join token was used already.');
      await using third = await startMediaProcess({ hubUrl: hub.url, token: 'enj_wrong' });
      expect(await ended(third)).toBe(1);
      expect(third.output()).toContain('knows no such join token');
      await using fourth = await startMediaProcess({ hubUrl: hub.url });
      expect(await ended(fourth)).toBe(1);
      expect(fourth.output()).toContain('set ENTENTE_JOIN_TOKEN');
      expect(fourth.output()).not.toContain('    at ');
    },
    timeout,
  );

  test(
    'when it was removed: it ends, and a restart ends with the same words',
    async () => {
      await using hub = await aHub();
      await using media = await startMediaProcess({ hubUrl: hub.url, token: await tokenOf(hub) });
      await isLinked(media);
      const [node] = hub.hub.registry.linked();
      if (hub.seed) await hub.hub.registry.removeNode(hub.seed, node?.nodeId as NodeId);
      expect(await ended(media)).toBe(1);
      expect(media.output()).toContain('An administrator removed this node.');
      await using again = await startMediaProcess({ hubUrl: hub.url, dataDir: media.dataDir });
      expect(await ended(again)).toBe(1);
      expect(again.output()).toContain('An administrator removed this node.');
    },
    timeout,
  );

  test(
    'when nobody answers: it keeps trying, can be stopped, and joins once the hub is there',
    async () => {
      await using hub = await aHub();
      await using relay = await createTcpRelay(hub.port);
      relay.cut();
      await using media = await startMediaProcess({ hubUrl: relay.url, token: await tokenOf(hub) });
      await until(() => media.output().includes('cannot be reached'), 15_000);
      const nowhere = await createTcpRelay(hub.port);
      await nowhere[Symbol.asyncDispose]();
      await using hopeless = await startMediaProcess({ hubUrl: nowhere.url, token: 'enj_x' });
      await until(() => hopeless.output().includes('nothing listens there'), 15_000);
      expect(await hopeless.stop()).toEqual({ code: 0, signal: null });
      relay.restore();
      await isLinked(media);
    },
    timeout,
  );

  test(
    'when the certificate of the hub is not trusted',
    async () => {
      await using hub = await aHub({ tls: { mode: 'self-signed' } });
      await using media = await startMediaProcess({ hubUrl: hub.url, token: 'enj_x' });
      expect(await ended(media)).toBe(1);
      expect(media.output()).toMatch(
        /certificate of https:\S+ is not trusted \(.+\)\. .*NODE_EXTRA_CA_CERTS/,
      );
      await using trusting = await startMediaProcess({
        hubUrl: hub.url,
        token: 'enj_x',
        env: { NODE_EXTRA_CA_CERTS: join(hub.dataDir, 'tls', 'cert.pem') },
      });
      expect(await ended(trusting)).toBe(1);
      expect(trusting.output()).toContain('knows no such join token');
    },
    timeout,
  );
});
