import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HubClient } from '#shared/client.ts';
import {
  createChannel,
  deleteMessage,
  editMessage,
  getChannel,
  markRead,
  type Message,
  messageChanged,
  messageHistory,
  messagesSince,
  type MyChannel,
  readMarked,
} from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ChannelId, PersonId } from '#shared/contract/ids.ts';
import { createStream } from '#shared/stream.ts';
import { type CatchUp, expectSnapshotCatchesUp } from './catch-up.ts';
import { createTestHub } from './hub.ts';
import { say, team } from './seeds/chat.ts';

/** `which` picks among the messages of the channel when the operation runs. */
type Operation = { kind: 'send' | 'call' | 'edit' | 'delete'; who: number; which: number };
const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom('send', 'send', 'call', 'edit', 'delete'),
  who: fc.nat(2),
  which: fc.nat(30),
});
/** Operations of one inner list run at once. */
const story = fc.array(fc.array(operation, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

function fail(): never {
  throw new Error('nobody');
}

/** Refusals are part of life: somebody else's message, one that is deleted already. */
async function expectAllowedOrRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof AppError) || !['forbidden', 'conflict'].includes(error.code)) throw error;
  });
}

function performIn(channelId: ChannelId, clients: readonly HubClient[], called: PersonId) {
  const known: { message: Message; author: number }[] = [];
  const clientOf = (who: number): HubClient => clients[who] ?? fail();
  return async ({ kind, who, which }: Operation): Promise<void> => {
    const target = known[which % Math.max(1, known.length)];
    if (kind === 'send' || kind === 'call' || !target) {
      const body = kind === 'call' ? `<@${called}> ${which}` : `said ${which}`;
      for (const message of await say(clientOf(who), channelId, body)) known.push({ message, author: who });
      return;
    }
    const { id: messageId } = target.message;
    const change = { messageId, body: `edited ${which} <@${called}>` };
    const work =
      kind === 'edit'
        ? clientOf(which % 4 ? target.author : who).call(editMessage, change)
        : clientOf(who).call(deleteMessage, { messageId });
    await expectAllowedOrRefused(work);
  };
}

function streamOf(
  client: HubClient,
  channelId: ChannelId,
): Pick<CatchUp<Message>, 'snapshot' | 'since' | 'listen' | 'keyOf'> {
  return {
    async snapshot() {
      const { messages, lastSeq } = await client.call(messageHistory, { channelId, limit: 200 });
      return { items: messages, seq: lastSeq };
    },
    async since(seq) {
      const { messages, lastSeq, complete } = await client.call(messagesSince, { channelId, seq, limit: 10 });
      return { items: messages, lastSeq, complete };
    },
    listen: (hear) =>
      client.on(messageChanged, (message) => message.channelId === channelId && hear(message)),
    keyOf: ({ id }) => id,
  };
}

test('old messages + events = fresh messages, whatever people do at once and whatever is lost', async () => {
  await using hub = await createTestHub({ seed: team });
  const clients = await hub.connect('ada', 'ben', 'cleo');
  const [ada, , cleo] = clients;
  const { spaceId, idOf } = hub.seed;
  let lostInAll = 0;
  await fc.assert(
    fc.asyncProperty(
      story,
      fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
      async (groups, losses) => {
        const { id: channelId } = await ada.call(createChannel, { spaceId, name: 'story' });
        const perform = performIn(channelId, clients, idOf('cleo'));
        await perform({ kind: 'send', who: 0, which: 0 });
        const { lost } = await expectSnapshotCatchesUp({
          ...streamOf(cleo, channelId),
          loses: (nth) => losses[nth % losses.length] === true,
          act: async () => {
            for (const group of groups) await Promise.all(group.map(perform));
          },
          last: async () => void (await say(ada, channelId, 'the end')),
        });
        lostInAll += lost;
      },
    ),
    { numRuns: 15 },
  );
  expect(lostInAll).toBeGreaterThan(20);
}, 60_000);

test('a tab that was away catches up with everything, page by page', async () => {
  await using hub = await createTestHub({ seed: team });
  const [ada, cleo] = await hub.connect('ada', 'cleo');
  const { general: channelId } = hub.seed;
  await expectSnapshotCatchesUp({
    ...streamOf(cleo, channelId),
    act: async () => {
      await say(ada, channelId, 'heard');
      cleo.close();
      const missed = await say(ada, channelId, ...Array.from({ length: 25 }, (_, n) => `missed ${n}`));
      await ada.call(deleteMessage, { messageId: missed[3]?.id ?? '' });
      await cleo.connect();
    },
    last: async () => void (await say(ada, channelId, 'back')),
  });
});

type Counters = Pick<MyChannel, 'lastSeq' | 'lastPosition' | 'readPosition' | 'unread' | 'mentions'>;
const countersOf = ({ lastSeq, lastPosition, readPosition, unread, mentions }: Counters): Counters => ({
  lastSeq,
  lastPosition,
  readPosition,
  unread,
  mentions,
});

/** How a client keeps its counters: the rules of the contract, nothing else. */
function createCounters(start: Counters, me: PersonId, since: ReturnType<typeof streamOf>['since']) {
  let now = start;
  const later: Message[] = [];
  function count(message: Message): void {
    if (message.seq <= now.lastSeq) return;
    const posted = message.position > now.lastPosition;
    const own = message.authorId === me;
    const behind = message.position > now.readPosition;
    now = { ...now, lastSeq: message.seq, lastPosition: Math.max(now.lastPosition, message.position) };
    if (posted && own) now = { ...now, readPosition: message.position, unread: 0, mentions: 0 };
    else if (posted && !message.deletedAt) {
      now.unread += 1;
      now.mentions += message.mentions.includes(me) ? 1 : 0;
    } else if (!posted && behind && message.deletedAt) now.unread -= 1;
  }
  const stream = createStream<Message>({
    seq: start.lastSeq,
    since,
    apply(messages) {
      later.push(...messages);
      messages.forEach(count);
    },
  });
  return {
    get now() {
      return now;
    },
    receive: stream.receive,
    /** Counts as of its `lastSeq`: what came after is counted on top, what comes before is in it. */
    take(counts: Counters): void {
      if (counts.readPosition < now.readPosition) return;
      now = countersOf(counts);
      later.toSorted((a, b) => a.seq - b.seq).forEach(count);
    },
  };
}

test('unread counts kept from events agree with the hub’s, in both tabs', async () => {
  await using hub = await createTestHub({ seed: team });
  const clients = await hub.connect('ada', 'ben', 'cleo');
  const [ada, , cleo] = clients;
  const tab = await hub.world.tab('cleo');
  const { spaceId, idOf } = hub.seed;
  const marks = fc.array(fc.nat(12), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(story, marks, async (groups, positions) => {
      const { id: channelId } = await ada.call(createChannel, { spaceId, name: 'story' });
      const perform = performIn(channelId, clients, idOf('cleo'));
      const stops: (() => void)[] = [];
      const counted = await Promise.all(
        [cleo, tab].map(async (client) => {
          const start = countersOf(await client.call(getChannel, { channelId }));
          const { since, listen } = streamOf(client, channelId);
          const counters = createCounters(start, idOf('cleo'), since);
          stops.push(listen(counters.receive));
          stops.push(client.on(readMarked, (event) => event.channelId === channelId && counters.take(event)));
          return counters;
        }),
      );
      for (const [nth, group] of groups.entries()) {
        const position = positions[nth % positions.length] ?? 0;
        const reader = nth % 2 ? cleo : tab;
        await Promise.all([...group.map(perform), reader.call(markRead, { channelId, position })]);
      }
      const hubs = countersOf(await cleo.call(getChannel, { channelId }));
      await expect.poll(() => counted.map(({ now }) => now), { timeout: 1_000 }).toEqual([hubs, hubs]);
      for (const stop of stops) stop();
    }),
    { numRuns: 15 },
  );
}, 60_000);
