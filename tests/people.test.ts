import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createHubClient } from '#shared/client.ts';
import {
  changePassword,
  createInvitation,
  createToken,
  getMe,
  getPeople,
  listPeople,
  listPeopleRoute,
  personChanged,
  restorePerson,
  setAdministrator,
  suspendPerson,
  updateProfile,
} from '#shared/contract/accounts.ts';
import { revoked } from '#shared/contract/hub.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { createMeeting } from '#shared/contract/meetings.ts';
import { addSpaceMember, createSpace, joinSpace, listSpaces } from '#shared/contract/spaces.ts';
import { dropped, program, raw, refusedWith } from './accounts-kit.ts';
import { createTestHub } from './hub.ts';
import { company, companyWithSpaces } from './seeds/accounts.ts';
import { emailOf, password } from './world.ts';

const nobody = '01920000-0000-7000-8000-000000000000' as PersonId;
const names = (people: { displayName: string }[]) => people.map(({ displayName }) => displayName);

describe('the list', () => {
  test('shows members the names and administrators the status', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    await ada.call(suspendPerson, { personId: hub.seed.chloe });
    const seen = await ben.call(listPeople, {});
    expect(names(seen.people)).toEqual(['Ada', 'Ben', 'Dora']);
    for (const person of seen.people) expect(person).toMatchObject({ email: null, suspended: false });
    const all = await ada.call(listPeople, {});
    expect(all.people).toMatchObject([
      { displayName: 'Ada', isAdmin: true, email: emailOf('ada') },
      { displayName: 'Ben', suspended: false },
      { displayName: 'Chloe', suspended: true, email: emailOf('chloe') },
      { displayName: 'Dora', kind: 'customer' },
    ]);
    expect(await ben.request(listPeopleRoute, { query: { kind: 'customer' } })).toMatchObject({
      people: [{ displayName: 'Dora' }],
      more: false,
    });
  });

  test('comes in pages in the order of names, whatever their case and accents', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben, chloe] = await hub.connect('ada', 'ben', 'chloe');
    await ben.call(updateProfile, { displayName: 'émile' });
    await chloe.call(updateProfile, { displayName: 'Fatou' });
    const first = await ada.call(listPeople, { limit: 2 });
    expect({ names: names(first.people), more: first.more }).toEqual({ names: ['Ada', 'Dora'], more: true });
    const second = await ada.call(listPeople, { limit: 2, after: first.people[1]?.id });
    expect({ names: names(second.people), more: second.more }).toEqual({
      names: ['émile', 'Fatou'],
      more: false,
    });
    expect(await ada.call(listPeople, { after: nobody })).toEqual({ people: [], more: false });
  });

  test('finds names without their accents, and addresses for administrators only', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben, chloe] = await hub.connect('ada', 'ben', 'chloe');
    await chloe.call(updateProfile, { displayName: 'Chloé_Zoé' });
    const found = async (client: typeof ada, query: string) =>
      names((await client.call(listPeople, { query })).people);
    expect(await found(ben, 'oe_zo')).toEqual(['Chloé_Zoé']);
    expect(await found(ben, ' ZOÉ ')).toEqual(['Chloé_Zoé']);
    expect(await found(ben, '%')).toEqual([]);
    expect(await found(ben, 'chloe@example')).toEqual([]);
    expect(await found(ada, 'chloe@EXAMPLE')).toEqual(['Chloé_Zoé']);
    await expect(ben.call(listPeople, { query: 'a\u0000' })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('is for members, and for tokens that may read people', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, dora] = await hub.connect('ben', 'dora');
    await expect(dora.call(listPeople, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createHubClient({ url: hub.url }).request(listPeopleRoute)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    using robot = await program(hub.url, ben, ['profile:read']);
    await expect(robot.request(listPeopleRoute)).rejects.toMatchObject(refusedWith('forbidden', 'scope'));
  });
});

describe('cards', () => {
  test('a member sees anybody, unknown ids are left out', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const ids = [hub.seed.ada, hub.seed.dora, nobody, hub.seed.ada];
    const { people } = await ben.call(getPeople, { ids });
    expect(names(people).sort()).toEqual(['Ada', 'Dora']);
    expect(people[0]).not.toHaveProperty('email');
  });

  test('a customer sees those who share a space with them', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [dora] = await hub.connect('dora');
    const { ada, ben, chloe, dora: self } = hub.seed;
    const { people } = await dora.call(getPeople, { ids: [ada, ben, chloe, self, nobody] });
    expect(names(people).sort()).toEqual(['Ben', 'Dora']);
  });

  test('reach the customer of a shared space when they change', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, ben, dora] = await hub.connect('ada', 'ben', 'dora');
    const heard: string[] = [];
    dora.on(personChanged, ({ person }) => heard.push(person.displayName));
    await ada.call(updateProfile, { displayName: 'Adelheid' });
    const atDora = dora.next(personChanged);
    await ben.call(updateProfile, { displayName: 'Benno' });
    await atDora;
    expect(heard).toEqual(['Benno']);
  });
});

test('a guest sees who is in their meeting, and has no account to manage', async () => {
  await using hub = await createTestHub({ seed: companyWithSpaces });
  const [ben] = await hub.connect('ben');
  const meeting = await ben.call(createMeeting, { title: 'Offer', lobby: false });
  const other = await ben.call(createMeeting, { title: 'Other', lobby: false });
  const gil = await hub.world.guest('gil', meeting);
  const hana = await hub.world.guest('hana', meeting);
  const igor = await hub.world.guest('igor', other);
  const [guest] = await hub.connect('gil');
  expect(guest.me).toMatchObject({ kind: 'guest', guestMeetingCode: meeting.code, email: null });
  const ids = [hub.seed.ada, gil.me.id, hana.me.id, igor.me.id];
  expect(names((await guest.call(getPeople, { ids })).people).sort()).toEqual(['Gil', 'Hana']);
  for (const call of [
    () => guest.call(listPeople, {}),
    () => guest.call(createToken, { name: 'robot', scopes: ['profile:read'], expiresInDays: 1 }),
    () => guest.call(changePassword, { current: password, next: 'another good password' }),
    () => guest.call(createInvitation, {}),
    () => guest.call(createSpace, { name: 'Mine', kind: 'public' }),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
  expect((await guest.call(listSpaces, {})).spaces).toEqual([]);
  await expect(guest.call(joinSpace, { spaceId: hub.seed.commons })).rejects.toMatchObject({
    code: 'notFound',
  });
  await expect(
    ben.call(addSpaceMember, { spaceId: hub.seed.doras, personId: gil.me.id }),
  ).rejects.toMatchObject(refusedWith('conflict', 'kind'));
});

describe('suspending', () => {
  test('ends sessions, tokens and connections within a second, until restored', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const second = await hub.world.signIn('ben');
    await second.client.connect();
    using robot = await program(hub.url, ben, ['profile:read']);
    await robot.connect();
    const clients = [ben, second.client, robot];
    const farewell = ben.next(revoked);
    const gone = Promise.all(clients.map((client) => dropped(client, 1_000)));
    expect(await ada.call(suspendPerson, { personId: hub.seed.ben })).toMatchObject({ suspended: true });
    await gone;
    expect(await farewell).toEqual({ reason: 'suspended' });
    for (const client of clients) {
      expect(client.state).toBe('refused');
      await expect(client.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
      await expect(client.connect()).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    expect(await ada.call(restorePerson, { personId: hub.seed.ben })).toMatchObject({ suspended: false });
    await expect(ben.request(getMe)).rejects.toMatchObject({ code: 'unauthenticated' });
    const body = { email: emailOf('ben'), password };
    expect(await raw(hub.url, 'POST', '/api/v1/sessions', { body })).toMatchObject({ status: 200 });
  });

  test('is not for oneself, nor for the last administrator, nor for who is no administrator', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const { ada: self, chloe } = hub.seed;
    await expect(ada.call(suspendPerson, { personId: self })).rejects.toMatchObject(
      refusedWith('conflict', 'self'),
    );
    await expect(ada.call(suspendPerson, { personId: nobody })).rejects.toMatchObject({ code: 'notFound' });
    for (const call of [
      () => ben.call(suspendPerson, { personId: chloe }),
      () => ben.call(restorePerson, { personId: chloe }),
      () => ben.call(setAdministrator, { personId: hub.seed.ben, isAdmin: true }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('by id in capitals drops the connections as well', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const gone = dropped(ben);
    await ada.call(suspendPerson, { personId: hub.seed.ben.toUpperCase() });
    await gone;
    expect(ben.state).not.toBe('online');
  });
});

test('a connection that opens while its person is being suspended does not outlive that', async () => {
  await using hub = await createTestHub({ seed: company });
  const [ada] = await hub.connect('ada');
  const { cookie } = hub.world.get('ben');
  const clients = Array.from({ length: 60 }, () => createHubClient({ url: hub.url, cookie }));
  const settled = Promise.allSettled(
    clients.map((client, index) => sleep(index / 2).then(() => client.connect())),
  );
  await sleep(20);
  await ada.call(suspendPerson, { personId: hub.seed.ben });
  await settled;
  await expect
    .poll(() => clients.filter(({ state }) => state === 'online').length, { timeout: 1_000 })
    .toBe(0);
  for (const client of clients) client.close();
});

describe('administrators', () => {
  test('are made and unmade, and their tabs learn at once what they may do', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada, ben] = await hub.connect('ada', 'ben');
    await ada.call(setAdministrator, { personId: hub.seed.ben, isAdmin: true });
    await expect.poll(() => ben.state === 'online' && ben.me?.can.administer, { timeout: 5_000 }).toBe(true);
    await expect(ben.call(suspendPerson, { personId: hub.seed.chloe })).resolves.toMatchObject({
      suspended: true,
    });
    await ada.call(setAdministrator, { personId: hub.seed.ben, isAdmin: false });
    await expect.poll(() => ben.state === 'online' && ben.me?.can.administer, { timeout: 5_000 }).toBe(false);
    await expect(ben.call(restorePerson, { personId: hub.seed.chloe })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('there is always one left', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ada] = await hub.connect('ada');
    await expect(
      ada.call(setAdministrator, { personId: hub.seed.ada, isAdmin: false }),
    ).rejects.toMatchObject(refusedWith('conflict', 'lastAdministrator'));
    await expect(
      ada.call(setAdministrator, { personId: hub.seed.dora, isAdmin: true }),
    ).rejects.toMatchObject(refusedWith('conflict', 'notMember'));
  });

  test('two who put each other out at once: one stays', async () => {
    await using hub = await createTestHub({ seed: company });
    await hub.world.invite('ada', 'frida', 'administrator');
    const [ada, frida] = await hub.connect('ada', 'frida');
    const ids = { ada: hub.seed.ada, frida: frida.me?.id ?? nobody };
    await Promise.allSettled([
      ada.call(suspendPerson, { personId: ids.frida }),
      frida.call(suspendPerson, { personId: ids.ada }),
    ]);
    await using db = hub.database.open();
    const { rows } = await db.pool.query('select id from people where is_admin and suspended_at is null');
    expect(rows).toHaveLength(1);
  });
});
