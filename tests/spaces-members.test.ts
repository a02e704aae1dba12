import { describe, expect, test } from 'vitest';
import { personChanged, suspendPerson, updateProfile } from '#shared/contract/accounts.ts';
import { messageChanged, sendMessage, listChannels } from '#shared/contract/chat.ts';
import type { ClientMessageId, PersonId } from '#shared/contract/ids.ts';
import {
  addSpaceMember,
  getSpace,
  joinSpace,
  leaveSpace,
  listSpaceMembers,
  listSpaces,
  removeSpaceMember,
  setSpaceRole,
  spaceChanged,
  spaceMemberChanged,
  spaceMemberRemoved,
  spaceRemoved,
  spaceUpdated,
  updateSpace,
} from '#shared/contract/spaces.ts';
import { refusedWith } from './accounts-kit.ts';
import { account, caller, createAccountsParts } from './accounts-parts.ts';
import { createTestHub } from './hub.ts';
import { companyWithSpaces } from './seeds/accounts.ts';

const nobody = '01920000-0000-7000-8000-000000000000' as PersonId;

describe('joining', () => {
  test('a public space is open to employees, twice is once', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben, chloe, dora] = await hub.connect('ben', 'chloe', 'dora');
    const spaceId = hub.seed.commons;
    const atBen = ben.next(spaceMemberChanged);
    const mine = chloe.next(spaceChanged);
    const joined = await chloe.call(joinSpace, { spaceId });
    expect(joined).toMatchObject({ role: 'member', memberCount: 2, can: { leave: true, invite: false } });
    expect((await mine).space).toEqual(joined);
    expect(await atBen).toMatchObject({
      spaceId,
      member: { person: { displayName: 'Chloe' }, role: 'member' },
    });
    expect(await chloe.call(joinSpace, { spaceId })).toEqual(joined);
    await expect(dora.call(joinSpace, { spaceId })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('adding', () => {
  test('lets a person in at once: they see the space and hear what is said', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, ben] = await hub.connect('ada', 'ben');
    const spaceId = hub.seed.workshop;
    const arrived = ada.next(spaceChanged);
    const added = await ben.call(addSpaceMember, { spaceId, personId: hub.seed.ada, role: 'moderator' });
    expect(added).toMatchObject({ person: { displayName: 'Ada' }, role: 'moderator' });
    expect((await arrived).space).toMatchObject({ id: spaceId, role: 'moderator', memberCount: 3 });
    const channel = (await ada.call(listChannels, {})).channels.find((each) => each.spaceId === spaceId);
    const said = ada.next(messageChanged);
    const clientId = crypto.randomUUID() as ClientMessageId;
    await ben.call(sendMessage, { channelId: channel?.id ?? '', clientId, body: 'Welcome' });
    expect(await said).toMatchObject({ body: 'Welcome' });
    expect((await ada.call(listSpaceMembers, { spaceId })).members).toHaveLength(3);
  });

  test('follows who may belong where', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, ben, chloe, dora] = await hub.connect('ada', 'ben', 'chloe', 'dora');
    const { workshop, doras, commons, ...people } = hub.seed;
    const add = (
      client: typeof ben,
      spaceId: typeof workshop,
      personId: PersonId,
      role: 'owner' | 'member' = 'member',
    ) => client.call(addSpaceMember, { spaceId, personId, role });
    await expect(add(ben, workshop, people.dora)).rejects.toMatchObject(refusedWith('conflict', 'kind'));
    await expect(add(ben, commons, people.dora)).rejects.toMatchObject(refusedWith('conflict', 'kind'));
    await expect(add(chloe, workshop, people.ada)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(add(dora, doras, people.chloe)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(add(ben, workshop, nobody)).rejects.toMatchObject({ code: 'notFound' });
    await expect(add(ben, workshop, people.chloe, 'owner')).rejects.toMatchObject(
      refusedWith('conflict', 'alreadyMember'),
    );
    await expect(add(ben, workshop, people.chloe)).resolves.toMatchObject({ role: 'member' });
    expect((await ben.call(getSpace, { spaceId: workshop })).memberCount).toBe(2);
    await ada.call(suspendPerson, { personId: people.chloe });
    await expect(add(ben, commons, people.chloe)).rejects.toMatchObject(refusedWith('conflict', 'suspended'));
  });

  test('the same person by several at once counts once', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben] = await hub.connect('ben');
    const spaceId = hub.seed.workshop;
    const adding = Array.from({ length: 5 }, () =>
      ben.call(addSpaceMember, { spaceId, personId: hub.seed.ada }),
    );
    await Promise.all(adding);
    expect(await ben.call(getSpace, { spaceId })).toMatchObject({ memberCount: 3 });
  });
});

describe('roles', () => {
  test('owners give them; the person and the others learn of it', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const place = { spaceId: hub.seed.workshop, personId: hub.seed.chloe };
    await expect(chloe.call(setSpaceRole, { ...place, role: 'owner' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const mine = chloe.next(spaceChanged);
    const others = ben.next(spaceMemberChanged);
    await ben.call(setSpaceRole, { ...place, role: 'moderator' });
    expect((await mine).space).toMatchObject({ role: 'moderator', can: { moderate: true, manage: false } });
    expect((await others).member).toMatchObject({ role: 'moderator' });
    await expect(chloe.call(setSpaceRole, { ...place, role: 'owner' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const owner = { spaceId: place.spaceId, personId: hub.seed.ben };
    await expect(chloe.call(removeSpaceMember, owner)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ben.call(setSpaceRole, { ...place, personId: nobody, role: 'owner' })).rejects.toMatchObject(
      {
        code: 'notFound',
      },
    );
  });

  test('a customer is never in charge', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben] = await hub.connect('ben');
    const place = { spaceId: hub.seed.doras, personId: hub.seed.dora };
    await expect(ben.call(setSpaceRole, { ...place, role: 'owner' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('there is always an owner, however people leave', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const spaceId = hub.seed.workshop;
    const lastOwner = refusedWith('conflict', 'lastOwner');
    const self = { spaceId, personId: hub.seed.ben };
    await expect(ben.call(leaveSpace, { spaceId })).rejects.toMatchObject(lastOwner);
    await expect(ben.call(removeSpaceMember, self)).rejects.toMatchObject(lastOwner);
    await expect(ben.call(setSpaceRole, { ...self, role: 'member' })).rejects.toMatchObject(lastOwner);
    await ben.call(setSpaceRole, { spaceId, personId: hub.seed.chloe, role: 'owner' });
    const outcomes = await Promise.allSettled(
      [ben, chloe].map((client) => client.call(leaveSpace, { spaceId })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('leaving', () => {
  test('who is removed hears nothing of the space any more', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const spaceId = hub.seed.workshop;
    const channel = (await chloe.call(listChannels, {})).channels.find((each) => each.spaceId === spaceId);
    const heard: string[] = [];
    for (const event of [messageChanged, spaceUpdated, spaceMemberChanged, spaceMemberRemoved])
      chloe.on(event, () => heard.push(event.name));
    const removed = chloe.next(spaceRemoved);
    const others = ben.next(spaceMemberRemoved);
    await ben.call(removeSpaceMember, { spaceId, personId: hub.seed.chloe });
    expect(await removed).toEqual({ spaceId });
    expect(await others).toEqual({ spaceId, personId: hub.seed.chloe });
    await ben.call(updateSpace, { spaceId, name: 'Forge' });
    const clientId = crypto.randomUUID() as ClientMessageId;
    const channelId = channel?.id ?? '';
    await ben.call(sendMessage, { channelId, clientId, body: 'She is gone' });
    const marker = chloe.next(personChanged);
    await ben.call(updateProfile, { displayName: 'Benno' });
    await marker;
    expect(heard).toEqual([]);
    await expect(chloe.call(sendMessage, { channelId, clientId, body: 'Hello?' })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(await ben.call(getSpace, { spaceId })).toMatchObject({ memberCount: 1 });
  });

  test('a public space stays in sight', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [chloe] = await hub.connect('chloe');
    const spaceId = hub.seed.commons;
    await chloe.call(joinSpace, { spaceId });
    const changed = chloe.next(spaceChanged);
    await chloe.call(leaveSpace, { spaceId });
    expect((await changed).space).toMatchObject({ role: null, memberCount: 1 });
    expect((await chloe.call(listSpaces, {})).spaces.map(({ id }) => id)).toContain(spaceId);
    await expect(chloe.call(leaveSpace, { spaceId })).rejects.toMatchObject({ code: 'notFound' });
  });
});

test('members come in pages by name, and cost two queries however many there are', async () => {
  await using parts = await createAccountsParts();
  const { accounts, spaces } = parts;
  const ada = await parts.actorOf(await parts.setUp());
  const { id: spaceId } = await spaces.create(ada, { name: 'Commons', kind: 'public', description: '' });
  const input = { role: 'member', email: null, expiresInHours: 1, maxUses: null } as const;
  const { url } = await accounts.invitations.create(ada, input);
  const names = ['emil', 'Frida', 'greta', 'Hugo', 'ines', 'Jo'];
  for (const name of names) {
    const { session } = await accounts.invitations.accept(url.split('/').at(-1) ?? '', account(name), caller);
    await spaces.members.join(await parts.actorOf(session.token), spaceId);
  }
  const page = async (after?: PersonId) => {
    const { members, more } = await spaces.members.list(ada, { spaceId, limit: 4, after });
    return { names: members.map(({ person }) => person.displayName), more, last: members.at(-1)?.person.id };
  };
  const first = await page();
  expect(first).toMatchObject({ names: ['ada', 'emil', 'Frida', 'greta'], more: true });
  expect(await page(first.last)).toMatchObject({ names: ['Hugo', 'ines', 'Jo'], more: false });

  const count = async (work: () => Promise<unknown>) => (await parts.queriesOf(work)).length;
  expect(await count(() => spaces.members.list(ada, { spaceId, limit: 100, after: undefined }))).toBe(2);
  expect(await count(() => spaces.list(ada))).toBe(1);
  const query = { query: undefined, kind: undefined, after: undefined, limit: 100 };
  expect(await count(() => accounts.people.list(ada, query))).toBe(1);
  const { people } = await accounts.people.list(ada, query);
  const ids = people.map(({ id }) => id);
  expect(await count(() => accounts.people.get(ada, ids))).toBe(1);
});
