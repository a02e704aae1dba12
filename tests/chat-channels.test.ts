import { expect, test } from 'vitest';
import {
  archiveChannel,
  channelChanged,
  channelRemoved,
  createChannel,
  getChannel,
  listChannels,
  messageChanged,
  messageHistory,
  updateChannel,
} from '#shared/contract/chat.ts';
import {
  archiveSpace,
  createSpace,
  joinSpace,
  removeSpaceMember,
  setSpaceRole,
} from '#shared/contract/spaces.ts';
import { createTestHub } from './hub.ts';
import { generalOf, say, team } from './seeds/chat.ts';

const everything = { post: true, moderate: true, manage: true };
const onlyPost = { post: true, moderate: false, manage: false };

test('a space begins with a general channel; each sees the channels of their spaces and what they may do', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, ben, cleo, dan] = await hub.connect('ada', 'ben', 'cleo', 'dan');
  const { general, plans, spaceId } = hub.seed;
  const { channels } = await cleo.call(listChannels, {});
  expect(channels).toMatchObject([
    { id: general, name: 'general', topic: '', spaceId, meetingId: null, can: onlyPost },
    { id: plans, name: 'plans', topic: 'What comes next', archivedAt: null, can: onlyPost },
  ]);
  expect(channels[0]).toMatchObject({ lastSeq: 0, lastPosition: 0, readPosition: 0, unread: 0, mentions: 0 });
  for (const client of [ada, ben])
    expect((await client.call(getChannel, { channelId: plans })).can).toEqual(everything);
  expect(await dan.call(listChannels, {})).toEqual({ channels: [] });
});

test('a new channel reaches the space’s open tabs, and so does what is said in it', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ben, cleo, dan] = await hub.connect('ben', 'cleo', 'dan');
  const { spaceId } = hub.seed;
  const missed: unknown[] = [];
  dan.on(channelChanged, (event) => missed.push(event));
  const told = cleo.next(channelChanged);
  const created = await ben.call(createChannel, { spaceId, name: ' ideas ', topic: 'All of them' });
  expect(created).toMatchObject({ spaceId, name: 'ideas', topic: 'All of them', can: everything });
  const { channel } = await told;
  expect(created).toMatchObject(channel);
  expect(await cleo.call(getChannel, { channelId: channel.id })).toMatchObject({ ...channel, can: onlyPost });
  const heard = cleo.next(messageChanged, ({ channelId }) => channelId === channel.id);
  await say(ben, channel.id, 'first');
  expect(await heard).toMatchObject({ body: 'first', position: 1 });
  expect(missed).toEqual([]);
});

test('only owners and moderators create, rename and archive', async () => {
  await using hub = await createTestHub({ seed: team });
  const [cleo, ben] = await hub.connect('cleo', 'ben');
  const { spaceId, plans: channelId } = hub.seed;
  const forbidden = { code: 'forbidden' };
  await expect(cleo.call(createChannel, { spaceId, name: 'mine' })).rejects.toMatchObject(forbidden);
  await expect(cleo.call(updateChannel, { channelId, name: 'mine' })).rejects.toMatchObject(forbidden);
  await expect(cleo.call(archiveChannel, { channelId })).rejects.toMatchObject(forbidden);
  const told = cleo.next(channelChanged);
  expect(await ben.call(updateChannel, { channelId, topic: 'Later' })).toMatchObject({
    name: 'plans',
    topic: 'Later',
  });
  expect((await told).channel).toMatchObject({ id: channelId, topic: 'Later' });
  expect(await ben.call(updateChannel, { channelId })).toMatchObject({ name: 'plans', topic: 'Later' });
});

test('an archived channel leaves the lists; it is read but not written any more', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { plans: channelId } = hub.seed;
  const [message] = await say(cleo, channelId, 'before');
  const told = cleo.next(channelRemoved);
  await ada.call(archiveChannel, { channelId });
  expect(await told).toEqual({ channelId });
  expect((await cleo.call(listChannels, {})).channels.map(({ name }) => name)).toEqual(['general']);
  const archived = await cleo.call(getChannel, { channelId });
  expect(archived).toMatchObject({
    archivedAt: expect.any(String),
    can: { post: false, moderate: false, manage: false },
  });
  expect((await cleo.call(messageHistory, { channelId })).messages).toEqual([message]);
  const refused = { code: 'forbidden', details: { reason: 'archived' } };
  await expect(say(cleo, channelId, 'after')).rejects.toMatchObject(refused);
  await expect(ada.call(updateChannel, { channelId, name: 'again' })).rejects.toMatchObject(refused);
  await expect(ada.call(archiveChannel, { channelId })).rejects.toMatchObject(refused);
});

test('who comes later starts with nothing unread, and hears from then on', async () => {
  await using hub = await createTestHub();
  await hub.world.setUp('ada');
  await hub.world.invite('ada', 'ben');
  const [ada, ben] = await hub.connect('ada', 'ben');
  const { id: spaceId } = await ada.call(createSpace, { name: 'Square', kind: 'public' });
  const general = await generalOf(ada, spaceId);
  await say(ada, general, 'one', 'two', 'three');
  await ben.call(joinSpace, { spaceId });
  const before = await ben.call(getChannel, { channelId: general });
  expect(before).toMatchObject({ readPosition: 3, unread: 0, lastPosition: 3 });
  const heard = ben.next(messageChanged);
  await say(ada, general, 'four');
  expect(await heard).toMatchObject({ body: 'four' });
  expect(await ben.call(getChannel, { channelId: general })).toMatchObject({ readPosition: 3, unread: 1 });
});

test('who is taken out of the space hears and reaches nothing from that moment', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { spaceId, general, idOf } = hub.seed;
  const [own] = await say(cleo, general, 'hello');
  const heard: unknown[] = [];
  cleo.on(messageChanged, (event) => heard.push(event));
  await ada.call(removeSpaceMember, { spaceId, personId: idOf('cleo') });
  await expect(say(cleo, general, 'still here?')).rejects.toMatchObject({ code: 'notFound' });
  await expect(cleo.call(messageHistory, { channelId: general })).rejects.toMatchObject({ code: 'notFound' });
  await say(ada, general, 'without Cleo');
  expect((await cleo.call(listChannels, {})).channels).toEqual([]);
  expect(own && heard).toEqual([]);
});

test('a new role counts at once', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { spaceId, plans: channelId, idOf } = hub.seed;
  await expect(cleo.call(updateChannel, { channelId, name: 'x' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await ada.call(setSpaceRole, { spaceId, personId: idOf('cleo'), role: 'moderator' });
  expect(await cleo.call(updateChannel, { channelId, name: 'x' })).toMatchObject({
    name: 'x',
    can: everything,
  });
});

test('the channels of an archived space are out of reach', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { spaceId, general } = hub.seed;
  await say(cleo, general, 'hello');
  await ada.call(archiveSpace, { spaceId });
  for (const client of [ada, cleo]) {
    expect((await client.call(listChannels, {})).channels).toEqual([]);
    await expect(client.call(getChannel, { channelId: general })).rejects.toMatchObject({ code: 'notFound' });
    await expect(say(client, general, 'x')).rejects.toMatchObject({ code: 'notFound' });
  }
});

test('what is not a channel of yours is not there, whatever you ask', async () => {
  await using hub = await createTestHub({ seed: team });
  const [dan] = await hub.connect('dan');
  const unknown = '00000000-0000-4000-8000-000000000000';
  for (const channelId of [hub.seed.general, unknown]) {
    const notFound = { code: 'notFound' };
    await expect(dan.call(getChannel, { channelId })).rejects.toMatchObject(notFound);
    await expect(dan.call(updateChannel, { channelId, name: 'x' })).rejects.toMatchObject(notFound);
    await expect(dan.call(archiveChannel, { channelId })).rejects.toMatchObject(notFound);
  }
  for (const spaceId of [hub.seed.spaceId, unknown])
    await expect(dan.call(createChannel, { spaceId, name: 'x' })).rejects.toMatchObject({ code: 'notFound' });
});

test('a channel has a name of one line and a short topic', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada] = await hub.connect('ada');
  const { spaceId, plans: channelId } = hub.seed;
  const wrong = [
    { name: '' },
    { name: 'two\nlines' },
    { name: 'x'.repeat(81) },
    { name: 'x', topic: 'x'.repeat(501) },
    { name: 'x', topic: 'nul \u0000' },
  ];
  for (const input of wrong) {
    await expect(ada.call(createChannel, { spaceId, ...input })).rejects.toMatchObject({ code: 'invalid' });
    await expect(ada.call(updateChannel, { channelId, ...input })).rejects.toMatchObject({ code: 'invalid' });
  }
});
