import type { Actor } from '#server/accounts/actor.ts';
import { createChat } from '#server/chat/chat.service.ts';
import { createMemoryBus } from '#server/platform/bus-memory.ts';
import { createMemoryBusHub, type MemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import { systemClock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMetrics } from '#server/platform/metrics.ts';
import { audience } from '#server/signaling/audience.ts';
import { audienceTopic, createPublisher } from '#server/signaling/publisher.ts';
import type { Message } from '#shared/contract/chat.ts';
import type { ChannelId, ClientMessageId, MeetingId, PersonId } from '#shared/contract/ids.ts';
import { createTestDatabase } from './database.ts';

export const newClientId = () => newId<ClientMessageId>();

export const newActor = (): Actor => ({
  personId: newId<PersonId>(),
  kind: 'member',
  isAdmin: false,
  sessionId: null,
  tokenId: null,
  widgetId: null,
  guestMeetingId: null,
  scopes: 'all',
  displayName: 'Somebody',
  locale: 'en',
});

/** Chat alone, on one real database, as several nodes of an installation. Everybody is in every meeting. */
export async function createChatNodes(count: number) {
  const database = await createTestDatabase();
  const hub = createMemoryBusHub();
  const first = createNode(database.open(), hub);
  const nodes = [first, ...Array.from({ length: count - 1 }, () => createNode(database.open(), hub))];
  return {
    first,
    nodes,
    async createChannel(): Promise<ChannelId> {
      const meeting = { meetingId: newId<MeetingId>(), name: 'Weekly' };
      const channel = await first.db.transaction((tx) => first.chat.createMeetingChannel(tx, meeting));
      return channel.id;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const node of nodes) await node.close();
      await database.drop();
    },
  };
}

function createNode(db: Db, hub: MemoryBusHub) {
  const bus = createMemoryBus({ hub });
  const logger = createLogger({ level: 'silent' });
  const chat = createChat(
    { db, bus, logger, clock: systemClock, metrics: createMetrics() },
    {
      publisher: createPublisher(bus),
      people: { cards: async () => new Map() },
      spaces: { roleOf: async () => undefined, rolesOf: async () => new Map(), membersAmong: async () => [] },
      meetings: { roleOf: async () => 'participant', readersAmong: async (_, people) => [...people] },
    },
  );
  return {
    chat,
    db,
    /** Fills with what this node publishes and hears about the channel. */
    async hear(channelId: ChannelId): Promise<Message[]> {
      const heard: Message[] = [];
      await bus.subscribe(audienceTopic(audience.channel(channelId)), (text) => {
        const [, payload]: [string, Message] = JSON.parse(text);
        heard.push(payload);
      });
      return heard;
    },
    async close(): Promise<void> {
      await chat.close();
      await bus.close();
      await db.close();
    },
  };
}
