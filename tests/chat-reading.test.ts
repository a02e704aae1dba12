import { expect, test } from 'vitest';
import type { HubClient } from '#shared/client.ts';
import {
  deleteMessage,
  editMessage,
  getChannel,
  listChannels,
  markRead,
  readMarked,
  type,
  typed,
} from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import { createTestHub } from './hub.ts';
import { say, team } from './seeds/chat.ts';

const unknown = '00000000-0000-4000-8000-000000000000';

async function stateOf(client: HubClient, channelId: ChannelId) {
  const { readPosition, unread, mentions } = await client.call(getChannel, { channelId });
  return { readPosition, unread, mentions };
}

test('unread messages and mentions are counted to a hundred, and not after what is deleted', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
  const { general, plans, idOf } = hub.seed;
  const calls = await say(ada, general, 'one', `two <@${idOf('cleo')}>`, `three <@${idOf('cleo')}>`, 'four');
  await say(ada, plans, 'elsewhere');
  expect(await stateOf(cleo, general)).toEqual({ readPosition: 0, unread: 4, mentions: 2 });
  expect(await stateOf(ben, general)).toEqual({ readPosition: 0, unread: 4, mentions: 0 });
  expect(await stateOf(ada, general)).toEqual({ readPosition: 4, unread: 0, mentions: 0 });
  await ada.call(deleteMessage, { messageId: calls[1]?.id ?? '' });
  expect(await stateOf(cleo, general)).toEqual({ readPosition: 0, unread: 3, mentions: 1 });
  const senders = [ada, ben];
  await Promise.all(
    Array.from({ length: 120 }, (_, n) => say(senders[n % 2] ?? ada, general, `<@${idOf('cleo')}>`)),
  );
  expect(await stateOf(cleo, general)).toEqual({ readPosition: 0, unread: 100, mentions: 100 });
  const { channels } = await cleo.call(listChannels, {});
  expect(channels).toMatchObject([
    { id: general, unread: 100, mentions: 100, lastPosition: 124 },
    { id: plans, unread: 1, mentions: 0, lastPosition: 1 },
  ]);
});

test('a marker moves forward only, never past the end, and all tabs of the person agree', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const tab = await hub.world.tab('cleo');
  const { general: channelId, idOf } = hub.seed;
  await say(ada, channelId, 'one', 'two', `three <@${idOf('cleo')}>`, 'four');
  const events: unknown[] = [];
  const foreign: unknown[] = [];
  cleo.on(readMarked, (event) => events.push(event));
  ada.on(readMarked, (event) => foreign.push(event));
  const inTab = tab.next(readMarked);
  expect(await cleo.call(markRead, { channelId, position: 2 })).toEqual({ readPosition: 2 });
  expect(await inTab).toEqual({
    channelId,
    lastSeq: 4,
    lastPosition: 4,
    readPosition: 2,
    unread: 2,
    mentions: 1,
  });
  expect(await tab.call(markRead, { channelId, position: 1 })).toEqual({ readPosition: 2 });
  const further = cleo.next(readMarked);
  expect(await tab.call(markRead, { channelId, position: 2 ** 40 })).toEqual({ readPosition: 4 });
  expect(await further).toMatchObject({ channelId, readPosition: 4, unread: 0, mentions: 0 });
  expect(await stateOf(cleo, channelId)).toEqual({ readPosition: 4, unread: 0, mentions: 0 });
  expect(events).toHaveLength(2);
  expect(foreign).toEqual([]);
});

test('many marks at once end at the furthest', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { general: channelId } = hub.seed;
  await say(ada, channelId, ...Array.from({ length: 20 }, (_, n) => `${n}`));
  const positions = Array.from({ length: 20 }, (_, n) => ((n * 7) % 20) + 1);
  await Promise.all(positions.map((position) => cleo.call(markRead, { channelId, position })));
  expect(await stateOf(cleo, channelId)).toEqual({ readPosition: 20, unread: 0, mentions: 0 });
});

test('sending marks what was before as read for the author', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { general: channelId, idOf } = hub.seed;
  await say(ada, channelId, `one <@${idOf('cleo')}>`, 'two');
  await say(cleo, channelId, 'three');
  expect(await stateOf(cleo, channelId)).toEqual({ readPosition: 3, unread: 0, mentions: 0 });
  expect(await stateOf(ada, channelId)).toEqual({ readPosition: 2, unread: 1, mentions: 0 });
});

test('an edit that calls somebody, or no longer does, tells them their count', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
  const { general: channelId, idOf } = hub.seed;
  const [message] = await say(ada, channelId, `hello <@${idOf('cleo')}>`);
  const messageId = message?.id ?? '';
  const told = Promise.all([ben.next(readMarked), cleo.next(readMarked)]);
  await ada.call(editMessage, { messageId, body: `hello <@${idOf('ben')}>` });
  expect(await told).toEqual([
    { channelId, lastSeq: 2, lastPosition: 1, readPosition: 0, unread: 1, mentions: 1 },
    { channelId, lastSeq: 2, lastPosition: 1, readPosition: 0, unread: 1, mentions: 0 },
  ]);
  const recalled = ben.next(readMarked);
  await ada.call(deleteMessage, { messageId });
  expect(await recalled).toMatchObject({ channelId, lastSeq: 3, unread: 0, mentions: 0 });
});

test('typing is one event a frame, to those in the space', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, ben, cleo, dan] = await hub.connect('ada', 'ben', 'cleo', 'dan');
  const { general: channelId } = hub.seed;
  const frames: string[][] = [];
  const missed: unknown[] = [];
  cleo.on(typed, ({ people }) => frames.push(people.map(({ displayName }) => displayName).toSorted()));
  dan.on(typed, (event) => missed.push(event));
  const frame = cleo.next(typed);
  await Promise.all([1, 2, 3].flatMap(() => [ada, ben].map((client) => client.call(type, { channelId }))));
  expect(await frame).toMatchObject({ channelId });
  expect(frames).toEqual([['Ada', 'Ben']]);
  expect(missed).toEqual([]);
});

test('nobody is said to type what is already there', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
  const { general: channelId } = hub.seed;
  const frame = cleo.next(typed);
  await Promise.all([ada.call(type, { channelId }), ben.call(type, { channelId })]);
  await say(ada, channelId, 'quick');
  expect((await frame).people.map(({ displayName }) => displayName)).toEqual(['Ben']);
});

test('nobody marks or types where they do not belong', async () => {
  await using hub = await createTestHub({ seed: team });
  const [dan, ada] = await hub.connect('dan', 'ada');
  for (const channelId of [hub.seed.general, unknown]) {
    await expect(dan.call(markRead, { channelId, position: 1 })).rejects.toMatchObject({ code: 'notFound' });
    await expect(dan.call(type, { channelId })).rejects.toMatchObject({ code: 'notFound' });
  }
  const { general: channelId } = hub.seed;
  await expect(ada.call(markRead, { channelId, position: -1 })).rejects.toMatchObject({ code: 'invalid' });
  await expect(ada.call(type, { channelId: 'x' })).rejects.toMatchObject({ code: 'invalid' });
  expect(await ada.call(markRead, { channelId, position: 5 })).toEqual({ readPosition: 0 });
});
