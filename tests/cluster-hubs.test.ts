import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHubClient, type HubClient } from '#shared/client.ts';
import { signIn, signOut } from '#shared/contract/accounts.ts';
import { type Message, messageChanged, messagesSince, type, typed } from '#shared/contract/chat.ts';
import { resync } from '#shared/contract/hub.ts';
import type { ChannelId, PersonId } from '#shared/contract/ids.ts';
import { listPresence, type Presence, presenceChanged } from '#shared/contract/presence.ts';
import { removeSpaceMember } from '#shared/contract/spaces.ts';
import { createStream } from '#shared/stream.ts';
import { startBalancer } from './balancer.ts';
import { createTestCluster } from './cluster/hubs.ts';
import { createTestDatabase } from './database.ts';
import { startHubProcess } from './hub-process.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { say, team } from './seeds/chat.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** Keeps a channel as the web client does: events in order, `since` for a gap and whenever it is online (again). */
function follow(client: HubClient, channelId: ChannelId) {
  const messages: Message[] = [];
  const stream = createStream<Message>({
    seq: 0,
    since: async (seq) => {
      const answer = await client.call(messagesSince, { channelId, seq });
      return { items: answer.messages, lastSeq: answer.lastSeq, complete: answer.complete };
    },
    apply: (items) => messages.push(...items),
  });
  client.on(messageChanged, (message) => message.channelId === channelId && stream.receive(message));
  client.onState((state) => state === 'online' && void stream.catchUp().catch(() => {}));
  return { messages, bodies: () => messages.map(({ body }) => body) };
}

const presenceOf = async (client: HubClient, personId: PersonId): Promise<Presence> => {
  const { people } = await client.call(listPresence, {});
  return people.find((each) => each.personId === personId)?.presence ?? 'offline';
};
const readiness = async (url: string) => await (await fetch(`${url}/readyz`)).json();

test('what happens on one hub is heard on the other: messages with their numbers, presence, typing', async () => {
  await using cluster = await createTestCluster({ redisUrl: redis.url, seed: team });
  const [a, b] = cluster.hubs;
  const ada = await a?.connect('ada');
  const ben = await b?.connect('ben');
  if (!a || !b || !ada || !ben) throw new Error('two hubs');
  const { general: channelId, idOf } = cluster.seed;
  const heard = ben.next(messageChanged);
  const [sent] = await say(ada, channelId, 'hello');
  expect(await heard).toEqual(sent);
  expect(sent?.seq).toBe(1);

  const typing = ben.next(typed);
  await ada.call(type, { channelId });
  expect(await typing).toMatchObject({ channelId, people: [{ id: idOf('ada') }] });

  await expect.poll(() => presenceOf(ben, idOf('ada'))).toBe('online');
  await expect.poll(() => presenceOf(ada, idOf('ben'))).toBe('online');
  const late = await cluster.add();
  const cleo = await late.connect('cleo');
  await expect.poll(() => presenceOf(cleo, idOf('ada'))).toBe('online');
  await expect.poll(() => presenceOf(cleo, idOf('ben'))).toBe('online');

  await expect.poll(() => presenceOf(ada, idOf('cleo')), { timeout: 5_000 }).toBe('online');
  const isGone = ({ people }: { people: { personId: PersonId; presence: Presence }[] }) =>
    people.some(({ personId, presence }) => personId === idOf('cleo') && presence === 'offline');
  const gone = ada.next(presenceChanged, isGone, 20_000);
  await late.close();
  await gone;
}, 60_000);

test('who signs out at one hub is put out at the other, and attempts to sign in count at both', async () => {
  await using cluster = await createTestCluster({ redisUrl: redis.url, seed: team });
  const [a, b] = cluster.hubs;
  if (!a || !b) throw new Error('two hubs');
  const ben = await b.connect('ben');
  const refused = new Promise<void>((resolve) => ben.onState((state) => state === 'refused' && resolve()));
  using elsewhere = createHubClient({ url: a.url, cookie: cluster.world.get('ben').cookie });
  await elsewhere.request(signOut);
  await refused;

  const guess = (url: string) => {
    using client = createHubClient({ url });
    const body = { email: 'cleo@example.org', password: 'wrong wrong wrong' };
    return client.request(signIn, { body }).catch((error: { code: string }) => error.code);
  };
  const answers: unknown[] = [];
  for (let n = 0; n < 11; n++) answers.push(await guess((n % 2 ? a : b).url));
  expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'unauthenticated'));
  expect(answers[10]).toBe('tooMany');
}, 60_000);

test('a client that is moved from one hub to another misses nothing', async () => {
  await using cluster = await createTestCluster({ redisUrl: redis.url, seed: team });
  const [a, b] = cluster.hubs;
  if (!a || !b) throw new Error('two hubs');
  await using balancer = await startBalancer(a.url);
  using ben = createHubClient({ url: balancer.url, cookie: cluster.world.get('ben').cookie });
  const { general: channelId } = cluster.seed;
  const { bodies } = follow(ben, channelId);
  await ben.connect();
  const cleo = await b.connect('cleo');
  const words = Array.from({ length: 60 }, (_, n) => `message ${n}`);
  balancer.send(b.url);
  const saying = say(cleo, channelId, ...words);
  await expect.poll(() => bodies().length).toBeGreaterThan(5);
  await a.close();
  await saying;
  await expect.poll(bodies, { timeout: 10_000 }).toEqual(words);
  expect(ben.state).toBe('online');
}, 60_000);

test('while Redis is away both hubs go on, and when it is back everybody has every message once', async () => {
  await using own = await startRedis();
  await using cluster = await createTestCluster({ redisUrl: own.url, seed: team });
  const [a, b] = cluster.hubs;
  if (!a || !b) throw new Error('two hubs');
  const { general: channelId, spaceId, idOf } = cluster.seed;
  const [ada, ben, cleo] = [await a.connect('ada'), await b.connect('ben'), await b.connect('cleo')];
  const listeners = [follow(ada, channelId), follow(ben, channelId)];
  const acknowledged: string[] = [];
  const talk = async (client: HubClient, name: string, signal: AbortSignal) => {
    for (let n = 0; !signal.aborted; n++) {
      await say(client, channelId, `${name} ${n}`);
      acknowledged.push(`${name} ${n}`);
      await sleep(5);
    }
  };
  const enough = new AbortController();
  const talking = [talk(ada, 'ada', enough.signal), talk(ben, 'ben', enough.signal)];
  await expect.poll(() => acknowledged.length).toBeGreaterThan(20);

  await own.kill();
  await expect.poll(() => readiness(a.url)).toEqual({ ok: true, missing: [], degraded: ['media', 'bus'] });
  expect((await fetch(`${b.url}/readyz`)).status).toBe(200);
  const before = acknowledged.length;
  await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(before + 40);
  // The other hub cannot hear of it now; it looks when it can.
  await ada.call(removeSpaceMember, { spaceId, personId: idOf('cleo') });
  const cleoIsTold = cleo.next(resync, undefined, 20_000);

  await own.start();
  await cleoIsTold;
  await expect.poll(async () => (await readiness(b.url)).degraded, { timeout: 10_000 }).toEqual(['media']);
  const heardByCleo: Message[] = [];
  cleo.on(messageChanged, (message) => heardByCleo.push(message));
  await sleep(300);
  enough.abort();
  await Promise.all(talking);
  const wanted = acknowledged.toSorted();
  for (const { messages, bodies } of listeners) {
    await expect.poll(() => bodies().toSorted(), { timeout: 10_000 }).toEqual(wanted);
    const numbers = messages.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.toSorted((x, y) => x - y));
  }
  expect(heardByCleo).toEqual([]);
}, 90_000);

test('a session that ended while Redis was away ends at the other hub too', async () => {
  await using own = await startRedis();
  await using cluster = await createTestCluster({ redisUrl: own.url, seed: team });
  const [a, b] = cluster.hubs;
  if (!a || !b) throw new Error('two hubs');
  const ben = await b.connect('ben');
  await own.kill();
  await expect.poll(() => readiness(a.url)).toMatchObject({ degraded: ['media', 'bus'] });
  using elsewhere = createHubClient({ url: a.url, cookie: cluster.world.get('ben').cookie });
  await elsewhere.request(signOut);
  await own.start();
  await expect.poll(() => ben.state, { timeout: 20_000 }).toBe('refused');
}, 60_000);

test('when a hub is killed its people are swept, and their clients go on at the other', async () => {
  await using database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'entente-killed-'));
  await using _gone = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  const env = {
    DATABASE_URL: database.url.replace('@/', '@localhost/'),
    REDIS_URL: `${redis.url}?prefix=${randomBytes(4).toString('hex')}`,
    ENTENTE_ROLES: 'hub',
    ENTENTE_SECRETS_FILE: join(folder, 'secrets.json'),
  };
  await using a = await startHubProcess({ env });
  const { general: channelId, idOf } = await team(a.world);
  await using b = await startHubProcess({ env });
  await using balancer = await startBalancer(a.url);
  using ben = createHubClient({ url: balancer.url, cookie: a.world.get('ben').cookie });
  using cleo = createHubClient({ url: b.url, cookie: a.world.get('cleo').cookie });
  const { bodies } = follow(ben, channelId);
  await ben.connect();
  await cleo.connect();
  await expect.poll(() => presenceOf(cleo, idOf('dan')), { timeout: 10_000 }).toBe('offline');
  using _dan = await a.world.as('dan');
  await expect.poll(() => presenceOf(cleo, idOf('dan')), { timeout: 10_000 }).toBe('online');

  balancer.send(b.url);
  await a.stop('SIGKILL');
  await say(cleo, channelId, 'is anybody there?');
  await expect.poll(bodies, { timeout: 15_000 }).toEqual(['is anybody there?']);
  await expect.poll(() => presenceOf(cleo, idOf('dan')), { timeout: 30_000 }).toBe('offline');
  expect(await presenceOf(cleo, idOf('ben'))).toBe('online');
}, 180_000);
