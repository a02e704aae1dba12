import { describe, expect, test } from 'vitest';
import { createHubClient, type HubClient } from '#shared/client.ts';
import { listChannels } from '#shared/contract/chat.ts';
import type { SpaceId } from '#shared/contract/ids.ts';
import {
  addSpaceMember,
  archiveSpace,
  createSpace,
  createSpaceRoute,
  getSpace,
  joinSpace,
  leaveSpace,
  listSpaceMembers,
  listSpaces,
  listSpacesRoute,
  type MySpace,
  removeSpaceMember,
  setSpaceRole,
  spaceChanged,
  spaceRemoved,
  spaceUpdated,
  updateSpace,
} from '#shared/contract/spaces.ts';
import { program, refusedWith } from './accounts-kit.ts';
import { createTestHub } from './hub.ts';
import { company, companyWithSpaces } from './seeds/accounts.ts';

const nowhere = '01920000-0000-7000-8000-000000000000' as SpaceId;
const namesOf = async (client: HubClient) =>
  (await client.call(listSpaces, {})).spaces.map(({ name }) => name);

describe('a new space', () => {
  test('belongs to its creator and has a channel', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben] = await hub.connect('ben');
    const space = await ben.call(createSpace, {
      name: ' Workshop ',
      kind: 'team',
      description: 'Tools\nand more',
    });
    expect(space).toMatchObject({
      name: 'Workshop',
      kind: 'team',
      memberCount: 1,
      role: 'owner',
      archivedAt: null,
    });
    expect(space.can).toEqual({
      manage: true,
      moderate: true,
      createChannel: true,
      invite: true,
      leave: true,
    });
    expect(await ben.call(getSpace, { spaceId: space.id })).toEqual(space);
    expect((await ben.call(listChannels, {})).channels).toMatchObject([
      { spaceId: space.id, name: 'general' },
    ]);
    const { members } = await ben.call(listSpaceMembers, { spaceId: space.id });
    expect(members).toMatchObject([{ person: { displayName: 'Ben' }, role: 'owner' }]);
  });

  test('is news to everybody when public, to nobody else when not', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, chloe, dora] = await hub.connect('ben', 'chloe', 'dora');
    const heard: string[] = [];
    for (const client of [chloe, dora])
      client.on(spaceUpdated, ({ space }) => heard.push(`${client.me?.displayName}: ${space.name}`));
    const atChloe = chloe.next(spaceUpdated, ({ space }) => space.name === 'Commons');
    await ben.call(createSpace, { name: 'Workshop', kind: 'team' });
    const { id } = await ben.call(createSpace, { name: 'Commons', kind: 'public' });
    await atChloe;
    expect(heard).toEqual(['Chloe: Commons']);
    expect(await chloe.call(getSpace, { spaceId: id })).toMatchObject({
      role: null,
      can: { manage: false, leave: false },
    });
  });

  test('is made by members only, also over REST', async () => {
    await using hub = await createTestHub({ seed: company });
    const [ben, dora] = await hub.connect('ben', 'dora');
    const input = { name: 'Workshop', kind: 'team' } as const;
    await expect(dora.call(createSpace, input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ben.call(createSpace, { ...input, name: '\n' })).rejects.toMatchObject({ code: 'invalid' });
    using writer = await program(hub.url, ben, ['spaces:write']);
    expect(await writer.request(createSpaceRoute, { body: input })).toMatchObject({ role: 'owner' });
    await expect(writer.request(listSpacesRoute)).rejects.toMatchObject(refusedWith('forbidden', 'scope'));
    using reader = await program(hub.url, ben, ['spaces:read']);
    expect(await reader.request(listSpacesRoute)).toMatchObject({ spaces: [{ name: 'Workshop' }] });
    await expect(reader.request(createSpaceRoute, { body: input })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const stranger = createHubClient({ url: hub.url });
    await expect(stranger.request(listSpacesRoute)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(stranger.request(createSpaceRoute, { body: input })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('what people see', () => {
  test('their own spaces and, as employees, the public ones, by name', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, ben, chloe, dora] = await hub.connect('ada', 'ben', 'chloe', 'dora');
    expect(await namesOf(ben)).toEqual(['Commons', 'Dora & Sons', 'Workshop']);
    expect(await namesOf(chloe)).toEqual(['Commons', 'Workshop']);
    expect(await namesOf(dora)).toEqual(['Dora & Sons']);
    expect(await namesOf(ada)).toEqual(['Commons']);
  });

  test('a space out of sight is as unknown as one that never was, for every command', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, dora] = await hub.connect('ada', 'dora');
    const { workshop, commons, chloe } = hub.seed;
    for (const [client, spaceId] of [
      [ada, workshop],
      [dora, workshop],
      [dora, commons],
      [ada, nowhere],
    ] as const)
      for (const call of [
        () => client.call(getSpace, { spaceId }),
        () => client.call(updateSpace, { spaceId, name: 'Mine' }),
        () => client.call(archiveSpace, { spaceId }),
        () => client.call(joinSpace, { spaceId }),
        () => client.call(leaveSpace, { spaceId }),
        () => client.call(listSpaceMembers, { spaceId }),
        () => client.call(addSpaceMember, { spaceId, personId: chloe }),
        () => client.call(setSpaceRole, { spaceId, personId: chloe, role: 'owner' }),
        () => client.call(removeSpaceMember, { spaceId, personId: chloe }),
      ])
        await expect(call()).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('changing', () => {
  test('is for owners, and all members hear of it', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const spaceId = hub.seed.workshop;
    await expect(chloe.call(updateSpace, { spaceId, name: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const heard = chloe.next(spaceUpdated);
    const changed = await ben.call(updateSpace, { spaceId, name: 'Forge' });
    expect(changed).toMatchObject({ name: 'Forge', description: '', role: 'owner' });
    expect((await heard).space).toMatchObject({ id: spaceId, name: 'Forge', memberCount: 2 });
    expect(await ben.call(updateSpace, { spaceId, description: 'Hot' })).toMatchObject({
      name: 'Forge',
      description: 'Hot',
    });
  });

  test('an administrator manages a public space without belonging to it', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ada, chloe] = await hub.connect('ada', 'chloe');
    const spaceId = hub.seed.commons;
    await expect(chloe.call(archiveSpace, { spaceId })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await ada.call(updateSpace, { spaceId, name: 'Agora' })).toMatchObject({
      role: null,
      can: { manage: true },
    });
  });

  test('archiving takes a space away from everybody, and its channels with it', async () => {
    await using hub = await createTestHub({ seed: companyWithSpaces });
    const [ben, chloe] = await hub.connect('ben', 'chloe');
    const { workshop, commons } = hub.seed;
    await expect(chloe.call(archiveSpace, { spaceId: workshop })).rejects.toMatchObject({
      code: 'forbidden',
    });
    for (const spaceId of [workshop, commons]) {
      const removed = Promise.all([ben, chloe].map((client) => client.next(spaceRemoved)));
      await ben.call(archiveSpace, { spaceId });
      expect(await removed).toEqual([{ spaceId }, { spaceId }]);
      await expect(ben.call(getSpace, { spaceId })).rejects.toMatchObject({ code: 'notFound' });
      await expect(ben.call(archiveSpace, { spaceId })).rejects.toMatchObject({ code: 'notFound' });
    }
    expect(await namesOf(chloe)).toEqual([]);
    expect((await chloe.call(listChannels, {})).channels).toEqual([]);
  });
});

test('a list kept up to date by events equals a fresh one', async () => {
  await using hub = await createTestHub({ seed: companyWithSpaces });
  const [ada, ben, chloe, dora] = await hub.connect('ada', 'ben', 'chloe', 'dora');
  const viewers = [ada, ben, chloe, dora];
  const views = await Promise.all(viewers.map((client) => keepSpaces(client)));
  const { workshop, doras, commons, ...people } = hub.seed;

  await chloe.call(joinSpace, { spaceId: commons });
  await ben.call(setSpaceRole, { spaceId: workshop, personId: people.chloe, role: 'moderator' });
  await chloe.call(addSpaceMember, { spaceId: workshop, personId: people.ada });
  await ben.call(addSpaceMember, { spaceId: doras, personId: people.chloe, role: 'owner' });
  await ben.call(leaveSpace, { spaceId: doras });
  await ada.call(leaveSpace, { spaceId: workshop });
  await ben.call(updateSpace, { spaceId: commons, name: 'Agora' });
  await chloe.call(leaveSpace, { spaceId: commons });
  const { id } = await ada.call(createSpace, { name: 'News', kind: 'public' });
  await dora.call(leaveSpace, { spaceId: doras });
  await ada.call(archiveSpace, { spaceId: commons });
  await ben.call(joinSpace, { spaceId: id });

  for (const [index, client] of viewers.entries()) {
    const { spaces } = await client.call(listSpaces, {});
    await expect.poll(() => views[index]?.sorted()).toEqual(spaces);
  }
});

/** The list as a client keeps it: by its events alone, asking only for spaces it has never seen. */
async function keepSpaces(client: HubClient) {
  const known = new Map<SpaceId, MySpace>();
  const gone = new Set<SpaceId>();
  client.on(spaceChanged, ({ space }) => {
    gone.delete(space.id);
    known.set(space.id, space);
  });
  client.on(spaceRemoved, ({ spaceId }) => {
    gone.add(spaceId);
    known.delete(spaceId);
  });
  client.on(spaceUpdated, async ({ space: { id, ...facts } }) => {
    const asked = known.has(id)
      ? undefined
      : await client.call(getSpace, { spaceId: id }).catch(() => undefined);
    // While it was asked for, news of it may have come.
    const mine = known.get(id) ?? asked;
    if (mine && !gone.has(id)) known.set(id, { ...mine, ...facts });
  });
  for (const space of (await client.call(listSpaces, {})).spaces) known.set(space.id, space);
  return { sorted: () => [...known.values()].sort((one, other) => one.name.localeCompare(other.name)) };
}
