import { expect, test } from 'vitest';
import type { Message } from '#shared/contract/chat.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import { createChatNodes, newActor, newClientId } from './chat-nodes.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);

async function everything(world: Awaited<ReturnType<typeof createChatNodes>>, channelId: ChannelId) {
  const actor = newActor();
  const messages: Message[] = [];
  for (let seq = 0; ; seq = messages.at(-1)?.seq ?? 0) {
    const page = await world.first.chat.since(actor, { channelId, seq, limit: 500 });
    messages.push(...page.messages);
    if (page.complete) return messages;
  }
}

test('1,000 sends at once: positions without gaps, each answered, events in order', async () => {
  await using world = await createChatNodes(1);
  const channels = [await world.createChannel(), await world.createChannel(), await world.createChannel()];
  const heard = await Promise.all(channels.map(world.first.hear));
  const actors = Array.from({ length: 20 }, newActor);
  const sends = upTo(1_000).map((n) => {
    const [actor, channelId] = [actors[n % 20], channels[n % 3]];
    if (!actor || !channelId) throw new Error('no such');
    return world.first.chat.send(actor, { channelId, clientId: newClientId(), body: `message ${n}` });
  });
  const answered = await Promise.all(sends);
  for (const [nth, channelId] of channels.entries()) {
    const here = answered
      .filter((message) => message.channelId === channelId)
      .toSorted((a, b) => a.position - b.position);
    const expected = upTo(here.length);
    expect(here.map(({ position }) => position)).toEqual(expected);
    expect(here.map(({ seq }) => seq)).toEqual(expected);
    expect(heard[nth]).toEqual(here);
    expect(await everything(world, channelId)).toEqual(here);
  }
});

test('what one person sends stays in order, also past a message that calls somebody', async () => {
  await using world = await createChatNodes(1);
  const channelId = await world.createChannel();
  const [actor, other] = [newActor(), newActor()];
  const bodies = upTo(50).map((n) => (n % 7 === 0 ? `${n} <@${other.personId}>` : `${n}`));
  const answered = await Promise.all(
    bodies.map((body) => world.first.chat.send(actor, { channelId, clientId: newClientId(), body })),
  );
  expect(answered.map(({ position }) => position)).toEqual(upTo(50));
  expect(answered[6]?.mentions).toEqual([other.personId]);
});

test('two nodes writing at once share the channel’s numbers', async () => {
  await using world = await createChatNodes(2);
  const channels = [await world.createChannel(), await world.createChannel()];
  const answered: Message[] = [];
  const send = async ({ chat }: (typeof world.nodes)[number], channelId: ChannelId) =>
    answered.push(await chat.send(newActor(), { channelId, clientId: newClientId(), body: 'hello' }));
  for (let round = 0; round < 100; round++)
    await Promise.all(world.nodes.flatMap((node) => channels.map((channelId) => send(node, channelId))));
  for (const channelId of channels) {
    const positions = answered.filter((each) => each.channelId === channelId).map(({ position }) => position);
    expect(sorted(positions)).toEqual(upTo(200));
    expect((await everything(world, channelId)).map(({ position }) => position)).toEqual(upTo(200));
  }
});

test('the same client id 20 times at once, on two nodes, is one message and one event', async () => {
  await using world = await createChatNodes(2);
  const channelId = await world.createChannel();
  const heard = await world.first.hear(channelId);
  const actor = newActor();
  for (let round = 1; round <= 10; round++) {
    const clientId = newClientId();
    const answers = await Promise.all(
      upTo(20).flatMap(() =>
        world.nodes.map((node) => node.chat.send(actor, { channelId, clientId, body: `round ${round}` })),
      ),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  }
  expect(heard.map(({ position }) => position)).toEqual(upTo(10));
  expect((await everything(world, channelId)).map(({ position }) => position)).toEqual(upTo(10));
});

test('a client id sent again later answers the first message, whatever it carries', async () => {
  await using world = await createChatNodes(1);
  const [channelId, other] = [await world.createChannel(), await world.createChannel()];
  const heard = await world.first.hear(channelId);
  const [actor, stranger] = [newActor(), newActor()];
  const clientId = newClientId();
  const first = await world.first.chat.send(actor, { channelId, clientId, body: 'first' });
  const [again, elsewhere, between] = await Promise.all([
    world.first.chat.send(actor, { channelId, clientId, body: 'second' }),
    world.first.chat.send(newActor(), { channelId, clientId: newClientId(), body: 'between' }),
    world.first.chat.send(stranger, { channelId, clientId, body: 'another person’s id' }),
  ]);
  expect(again).toEqual(first);
  expect([elsewhere.position, between.position]).toEqual([2, 3]);
  expect(between.authorId).toBe(stranger.personId);
  expect(await world.first.chat.send(actor, { channelId: other, clientId, body: 'x' })).toEqual(first);
  expect(heard.map(({ body }) => body)).toEqual(['first', 'between', 'another person’s id']);
});

test('one message the database refuses fails alone', async () => {
  await using world = await createChatNodes(1);
  const channelId = await world.createChannel();
  const actor = newActor();
  const bodies = upTo(30).map((n) => (n % 10 === 5 ? 'not \u0000 storable' : `fine ${n}`));
  const results = await Promise.allSettled(
    bodies.map((body) => world.first.chat.send(actor, { channelId, clientId: newClientId(), body })),
  );
  expect(results.map(({ status }) => status === 'rejected')).toEqual(
    bodies.map((body) => body.includes('\u0000')),
  );
  const kept = bodies.filter((body) => !body.includes('\u0000'));
  const stored = await everything(world, channelId);
  expect(stored.map(({ body }) => body)).toEqual(kept);
  expect(stored.map(({ position }) => position)).toEqual(upTo(27));
});

test('posts, edits and deletions at once keep one numbering of changes', async () => {
  await using world = await createChatNodes(2);
  const channelId = await world.createChannel();
  const actor = newActor();
  const say = (body: string) => world.first.chat.send(actor, { channelId, clientId: newClientId(), body });
  const posted = await Promise.all(upTo(20).map((n) => say(`first ${n}`)));
  await Promise.all([
    ...upTo(20).map((n) => say(`second ${n}`)),
    ...posted
      .slice(0, 10)
      .map(({ id }, nth) => world.nodes[nth % 2]?.chat.edit(actor, { messageId: id, body: 'edited' })),
    ...posted.slice(10).map(({ id }, nth) => world.nodes[nth % 2]?.chat.remove(actor, { messageId: id })),
  ]);
  const changes = await everything(world, channelId);
  expect(changes).toHaveLength(40);
  expect(new Set(changes.map(({ seq }) => seq)).size).toBe(40);
  expect(changes.at(-1)?.seq).toBe(60);
  expect(changes.filter(({ editedAt }) => editedAt).map(({ body }) => body)).toEqual(
    Array(10).fill('edited'),
  );
  expect(changes.filter(({ deletedAt }) => deletedAt).map(({ body }) => body)).toEqual(Array(10).fill(''));
});

test('a burst of sends is a handful of statements', async () => {
  await using world = await createChatNodes(1);
  const channelId = await world.createChannel();
  const actor = newActor();
  const statements: string[] = [];
  const { pool } = world.first.db;
  pool.on('acquire', () => statements.push('one'));
  const stop = world.first.db.onQuery(({ sql }) => statements.push(sql));
  await Promise.all(
    upTo(200).map((n) => world.first.chat.send(actor, { channelId, clientId: newClientId(), body: `${n}` })),
  );
  stop();
  // The channel once, then one batch.
  expect(statements).toHaveLength(2);
});
