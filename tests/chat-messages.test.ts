import { expect, test } from 'vitest';
import { createHubClient } from '#shared/client.ts';
import { createToken } from '#shared/contract/accounts.ts';
import {
  deleteMessage,
  editMessage,
  historyRoute,
  listChannelsRoute,
  type Message,
  maxMessageLength,
  messageChanged,
  messageHistory,
  messagesSince,
  sendMessage,
  sendMessageRoute,
} from '#shared/contract/chat.ts';
import { createTestHub } from './hub.ts';
import { newClientId, say, team } from './seeds/chat.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const bodiesOf = (messages: readonly Message[]) => messages.map(({ body }) => body);

test('a message reaches everybody in the space, the sender too, as it is answered and stored', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo, dan] = await hub.connect('ada', 'cleo', 'dan');
  const { general: channelId, idOf } = hub.seed;
  const missed: Message[] = [];
  dan.on(messageChanged, (message) => missed.push(message));
  const heard = Promise.all([ada.next(messageChanged), cleo.next(messageChanged)]);
  const clientId = newClientId();
  const body = '  **Hello**\n```ts\nlet x = 1;\n```\n😀 é  ';
  const sent = await ada.call(sendMessage, { channelId, clientId, body });
  expect(sent).toEqual({
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    channelId,
    position: 1,
    seq: 1,
    clientId,
    authorId: idOf('ada'),
    body,
    mentions: [],
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    editedAt: null,
    deletedAt: null,
  });
  expect(await heard).toEqual([sent, sent]);
  const page = await cleo.call(messageHistory, { channelId });
  expect(page).toMatchObject({ messages: [sent], lastSeq: 1, moreBefore: false, moreAfter: false });
  expect(page.people).toMatchObject([{ id: idOf('ada'), displayName: 'Ada' }]);
  expect(missed).toEqual([]);
});

test('the same client id from two connections of one person is one message', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const second = await hub.world.tab('ada');
  const { general: channelId } = hub.seed;
  const heard: Message[] = [];
  cleo.on(messageChanged, (message) => heard.push(message));
  const clientId = newClientId();
  const once = { channelId, clientId, body: 'once' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? ada : second).call(sendMessage, once)),
  );
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  const [next] = await say(ada, channelId, 'next');
  expect(next?.position).toBe(2);
  await cleo.call(messageHistory, { channelId });
  expect(bodiesOf(heard)).toEqual(['once', 'next']);
});

test('a message is edited by its author alone', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
  const { general: channelId } = hub.seed;
  const [first, second] = await say(cleo, channelId, 'frist', 'second');
  if (!first || !second) throw new Error('nothing was posted');
  const heard = ada.next(messageChanged);
  const edited = await cleo.call(editMessage, { messageId: first.id, body: 'first' });
  expect(edited).toEqual({ ...first, body: 'first', seq: 3, editedAt: expect.any(String) });
  expect(await heard).toEqual(edited);
  for (const client of [ada, ben])
    await expect(client.call(editMessage, { messageId: first.id, body: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  expect(await cleo.call(editMessage, { messageId: first.id, body: 'first' })).toEqual(edited);
  const { messages, lastSeq } = await ada.call(messageHistory, { channelId });
  expect([messages, lastSeq]).toEqual([[edited, second], 3]);
});

test('a message is deleted by its author or a moderator, keeps its place and nothing else', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, ben, cleo] = await hub.connect('ada', 'ben', 'cleo');
  const { general: channelId, idOf } = hub.seed;
  const [own] = await say(cleo, channelId, 'of Cleo');
  const [calling] = await say(ben, channelId, `of Ben <@${idOf('ada')}>`);
  if (!own || !calling) throw new Error('nothing was posted');
  await expect(cleo.call(deleteMessage, { messageId: calling.id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const heard = ada.next(messageChanged);
  const deleted = await cleo.call(deleteMessage, { messageId: own.id });
  expect(deleted).toEqual({ ...own, body: '', seq: 3, deletedAt: expect.any(String) });
  expect(await heard).toEqual(deleted);
  const moderated = await ada.call(deleteMessage, { messageId: calling.id });
  expect(moderated).toMatchObject({ body: '', mentions: [], position: 2, seq: 4, authorId: idOf('ben') });
  expect(await cleo.call(deleteMessage, { messageId: own.id })).toEqual(deleted);
  await expect(cleo.call(editMessage, { messageId: own.id, body: 'back' })).rejects.toMatchObject({
    code: 'conflict',
    details: { reason: 'deleted' },
  });
  const { messages, lastSeq } = await ada.call(messageHistory, { channelId });
  expect([messages, lastSeq]).toEqual([[deleted, moderated], 4]);
});

test('only people who read the channel are called, and nobody from code', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada] = await hub.connect('ada');
  const { general, idOf } = hub.seed;
  const called = [idOf('ben'), idOf('cleo')];
  const body = `<@${idOf('ben')}> <@${idOf('dan')}> <@${idOf('cleo')}> <@${unknown}> \`<@${idOf('ada')}>\``;
  const [message] = await say(ada, general, body);
  expect(message).toMatchObject({ body, mentions: called });
  const { people } = await ada.call(messageHistory, { channelId: general });
  expect(people.map(({ id }) => id).toSorted()).toEqual([idOf('ada'), ...called].toSorted());
  const edited = await ada.call(editMessage, {
    messageId: message?.id ?? unknown,
    body: `now <@${idOf('ada')}>`,
  });
  expect(edited.mentions).toEqual([idOf('ada')]);
});

test('history goes both ways and around a place', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada] = await hub.connect('ada');
  const { general: channelId } = hub.seed;
  await say(ada, channelId, ...Array.from({ length: 25 }, (_, n) => `${n + 1}`));
  const page = async (at: { before?: number; after?: number; around?: number; limit?: number }) => {
    const { messages, moreBefore, moreAfter } = await ada.call(messageHistory, { channelId, ...at });
    return [messages[0]?.body, messages.at(-1)?.body, messages.length, moreBefore, moreAfter];
  };
  expect(await page({ limit: 10 })).toEqual(['16', '25', 10, true, false]);
  expect(await page({ before: 16, limit: 10 })).toEqual(['6', '15', 10, true, true]);
  expect(await page({ before: 6, limit: 10 })).toEqual(['1', '5', 5, false, true]);
  expect(await page({ after: 5, limit: 10 })).toEqual(['6', '15', 10, true, true]);
  expect(await page({ after: 15, limit: 10 })).toEqual(['16', '25', 10, true, false]);
  expect(await page({ around: 12, limit: 10 })).toEqual(['7', '16', 10, true, true]);
  expect(await page({})).toEqual(['1', '25', 25, false, false]);
  expect(await page({ after: 2 ** 40 })).toEqual([undefined, undefined, 0, true, false]);
});

test('changes since a number come in order and in bounded pages', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { general: channelId } = hub.seed;
  const [one, two, three] = await say(cleo, channelId, 'one', 'two', 'three');
  if (!one || !two || !three) throw new Error('nothing was posted');
  const edited = await cleo.call(editMessage, { messageId: two.id, body: 'two!' });
  const deleted = await cleo.call(deleteMessage, { messageId: one.id });
  const first = await ada.call(messagesSince, { channelId, seq: 0, limit: 2 });
  expect(first).toMatchObject({ messages: [three, edited], lastSeq: 5, complete: false });
  const rest = await ada.call(messagesSince, { channelId, seq: 4, limit: 2 });
  expect(rest).toMatchObject({ messages: [deleted], lastSeq: 5, complete: true });
  expect(rest.people).toMatchObject([{ displayName: 'Cleo' }]);
  expect(await ada.call(messagesSince, { channelId, seq: 5 })).toEqual({
    messages: [],
    people: [],
    lastSeq: 5,
    complete: true,
  });
  expect((await ada.call(messagesSince, { channelId, seq: 2 ** 40 })).complete).toBe(true);
});

test('a message out of reach is not there, whatever you do to it', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, dan] = await hub.connect('ada', 'dan');
  const { general } = hub.seed;
  const [message] = await say(ada, general, 'secret');
  const notFound = { code: 'notFound' };
  for (const channelId of [general, unknown]) {
    await expect(say(dan, channelId as typeof general, 'x')).rejects.toMatchObject(notFound);
    await expect(dan.call(messageHistory, { channelId })).rejects.toMatchObject(notFound);
    await expect(dan.call(messagesSince, { channelId, seq: 0 })).rejects.toMatchObject(notFound);
  }
  for (const messageId of [message?.id ?? '', unknown, general]) {
    await expect(dan.call(editMessage, { messageId, body: 'x' })).rejects.toMatchObject(notFound);
    await expect(dan.call(deleteMessage, { messageId })).rejects.toMatchObject(notFound);
  }
});

test('what is not a message is refused with the field that is wrong', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada] = await hub.connect('ada');
  const { general: channelId } = hub.seed;
  const [message] = await say(ada, channelId, 'fine');
  const messageId = message?.id ?? '';
  for (const body of ['', ' \n\t', 'x'.repeat(maxMessageLength + 1), 'nul \u0000']) {
    const refused = { code: 'invalid', details: { fields: [{ path: 'body' }] } };
    await expect(ada.call(sendMessage, { channelId, clientId: newClientId(), body })).rejects.toMatchObject(
      refused,
    );
    await expect(ada.call(editMessage, { messageId, body })).rejects.toMatchObject(refused);
  }
  const invalid = { code: 'invalid' };
  await expect(ada.call(sendMessage, { channelId, clientId: 'x', body: 'x' })).rejects.toMatchObject(invalid);
  await expect(ada.call(messageHistory, { channelId, limit: 201 })).rejects.toMatchObject(invalid);
  await expect(ada.call(messageHistory, { channelId, before: -1 })).rejects.toMatchObject(invalid);
  await expect(ada.call(messagesSince, { channelId, seq: -1 })).rejects.toMatchObject(invalid);
  await expect(ada.call(deleteMessage, { messageId: 'x' })).rejects.toMatchObject(invalid);
  const longest = 'é'.repeat(maxMessageLength);
  expect((await say(ada, channelId, longest))[0]?.body).toBe(longest);
});

test('a program with a token reads and writes over REST, as far as its scopes go', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { general: channelId } = hub.seed;
  const bot = async (...scopes: ('chat:read' | 'chat:write')[]) => {
    const { secret } = await ada.call(createToken, { name: 'bot', scopes, expiresInDays: 1 });
    return createHubClient({ url: hub.url, token: secret });
  };
  using writer = await bot('chat:write');
  using reader = await bot('chat:read');
  using nobody = createHubClient({ url: hub.url });
  const heard = cleo.next(messageChanged);
  const clientId = newClientId();
  const posted = await writer.request(sendMessageRoute, {
    params: { channelId },
    body: { clientId, body: 'built' },
  });
  expect(await heard).toEqual(posted);
  const again = { params: { channelId }, body: { clientId, body: 'built' } };
  expect(await writer.request(sendMessageRoute, again)).toEqual(posted);
  const without = await writer.request(sendMessageRoute, { params: { channelId }, body: { body: 'no id' } });
  expect(without.position).toBe(2);
  const page = await reader.request(historyRoute, { params: { channelId }, query: { before: 2, limit: 1 } });
  expect(page).toMatchObject({ messages: [posted], moreAfter: true });
  expect((await reader.request(listChannelsRoute)).channels).toHaveLength(2);
  await expect(reader.request(sendMessageRoute, again)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(writer.request(historyRoute, { params: { channelId } })).rejects.toMatchObject({
    code: 'forbidden',
  });
  for (const attempt of [
    () => nobody.request(listChannelsRoute),
    () => nobody.request(historyRoute, { params: { channelId } }),
    () => nobody.request(sendMessageRoute, again),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'unauthenticated' });
});
