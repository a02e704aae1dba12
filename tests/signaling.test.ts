import { request } from 'node:http';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { createHubClient } from '#shared/client.ts';
import { createToken, suspendPerson } from '#shared/contract/accounts.ts';
import { listChannels } from '#shared/contract/chat.ts';
import { draining, revoked } from '#shared/contract/hub.ts';
import { listPresence, presenceChanged, setPresence } from '#shared/contract/presence.ts';
import { createSpace, listSpaces } from '#shared/contract/spaces.ts';
import { createTestHub } from './hub.ts';
import type { World } from './world.ts';

async function pair(world: World) {
  await world.setUp('ada');
  await world.invite('ada', 'ben');
}

test('nobody without a session or token is let in, and a wrong protocol is told', async () => {
  await using hub = await createTestHub({ seed: pair });
  using nobody = createHubClient({ url: hub.url });
  await expect(nobody.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
  using stranger = createHubClient({ url: hub.url, token: 'ent_nonsense' });
  await expect(stranger.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
  const old = io(hub.url, {
    transports: ['websocket'],
    auth: { protocol: 0 },
    extraHeaders: { cookie: hub.world.get('ada').cookie },
  });
  const error = await new Promise<{ data?: unknown }>((resolve) => void old.once('connect_error', resolve));
  old.close();
  expect(error.data).toMatchObject({ code: 'protocolMismatch' });
});

test('a page of another site cannot use the cookie', async () => {
  await using hub = await createTestHub({ seed: pair });
  const { cookie } = hub.world.get('ada');
  const foreign = io(hub.url, {
    transports: ['websocket'],
    extraHeaders: { cookie, origin: 'https://evil.example' },
  });
  const error = await new Promise<{ data?: unknown }>(
    (resolve) => void foreign.once('connect_error', resolve),
  );
  foreign.close();
  expect(error.data).toMatchObject({ code: 'forbidden', reason: 'origin' });
  const response = await fetch(`${hub.url}/api/v1/sessions/current`, {
    method: 'DELETE',
    headers: { cookie, origin: 'https://evil.example' },
  });
  expect(response.status).toBe(403);
});

test('polling is not offered', async () => {
  await using hub = await createTestHub({ seed: pair });
  const response = await fetch(`${hub.url}/socket.io/?EIO=4&transport=polling`);
  expect(response.status).toBe(400);
});

test('a token may do what its scopes say and nothing else', async () => {
  await using hub = await createTestHub({ seed: pair });
  const [ada] = await hub.connect('ada');
  const { secret } = await ada.call(createToken, { name: 'bot', scopes: ['spaces:read'], expiresInDays: 1 });
  using bot = createHubClient({ url: hub.url, token: secret });
  await bot.connect();
  await expect(bot.call(listSpaces, {})).resolves.toHaveProperty('spaces');
  await expect(bot.call(createSpace, { name: 'no', kind: 'team' })).rejects.toMatchObject({
    code: 'forbidden',
    details: { reason: 'scope' },
  });
  await expect(
    bot.call(createToken, { name: 'more', scopes: ['admin'], expiresInDays: 1 }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('a flood is refused with a pause, and the connection stays usable', async () => {
  await using hub = await createTestHub({ seed: pair });
  const [ada] = await hub.connect('ada');
  const results = await Promise.allSettled(Array.from({ length: 400 }, () => ada.call(listChannels, {})));
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused.length).toBeGreaterThan(50);
  expect(refused[0]).toMatchObject({ reason: { code: 'tooMany' } });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await expect(ada.call(listChannels, {})).resolves.toHaveProperty('channels');
});

test('a frame over the ceiling closes that connection only', async () => {
  await using hub = await createTestHub({ seed: pair });
  const [ada, ben] = await hub.connect('ada', 'ben');
  await expect(
    ada.call(createSpace, { name: 'x'.repeat(300_000), kind: 'team' }, { timeoutMs: 3_000 }),
  ).rejects.toMatchObject({ code: 'unavailable' });
  await expect(ben.call(listSpaces, {})).resolves.toHaveProperty('spaces');
  await expect(ada.call(listSpaces, {})).resolves.toHaveProperty('spaces');
});

test('presence follows tabs, is coalesced, and a reload shows nothing', async () => {
  await using hub = await createTestHub({ seed: pair });
  const [ada] = await hub.connect('ada');
  const benId = hub.world.get('ben').me.id;
  const online = ada.next(presenceChanged, ({ people }) => people.some(({ personId }) => personId === benId));
  const [ben] = await hub.connect('ben');
  expect((await online).people).toContainEqual({ personId: benId, presence: 'online' });
  const away = ada.next(presenceChanged, ({ people }) => people.some(({ presence }) => presence === 'away'));
  await ben.call(setPresence, { presence: 'away' });
  expect((await away).people).toEqual([{ personId: benId, presence: 'away' }]);
  const second = await hub.world.tab('ben');
  await ada.next(presenceChanged, ({ people }) => people.some(({ presence }) => presence === 'online'));
  ben.close();
  second.close();
  const offline = await ada.next(
    presenceChanged,
    ({ people }) => people.some(({ personId }) => personId === benId),
    6_000,
  );
  expect(offline.people).toEqual([{ personId: benId, presence: 'offline' }]);
  const { people } = await ada.call(listPresence, {});
  expect(people.map(({ personId }) => personId)).not.toContain(benId);
});

test('a suspended person is off within a second and cannot come back', async () => {
  await using hub = await createTestHub({ seed: pair });
  const [ada, ben] = await hub.connect('ada', 'ben');
  const word = ben.next(revoked, () => true, 1_000);
  await ada.call(suspendPerson, { personId: hub.world.get('ben').me.id });
  expect(await word).toEqual({ reason: 'suspended' });
  await expect(ben.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('closing says goodbye, leaves nothing and is idempotent', async () => {
  await using hub = await createTestHub({ seed: pair });
  const [ada] = await hub.connect('ada');
  const goodbye = ada.next(draining);
  await Promise.all([hub.hub.close(), hub.hub.close()]);
  await goodbye;
  expect(hub.hub.dump()).toMatchObject({ connections: 0, audiences: [], rooms: { held: 0, ears: 0 } });
});

test('a half-open request does not hold up the end', async () => {
  await using hub = await createTestHub({ seed: pair });
  const stuck = request(`${hub.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': '100' },
  });
  stuck.on('error', () => {});
  stuck.write('{');
  await new Promise((resolve) => setTimeout(resolve, 100));
  const started = Date.now();
  await hub.hub.close();
  expect(Date.now() - started).toBeLessThan(4_000);
});
