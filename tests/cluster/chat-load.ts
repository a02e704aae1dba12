import { setTimeout as sleep } from 'node:timers/promises';
import type { HubClient } from '#shared/client.ts';
import {
  type Message,
  messageChanged,
  messageHistory,
  messagesSince,
  sendMessage,
} from '#shared/contract/chat.ts';
import { welcomed } from '#shared/contract/hub.ts';
import { type ChannelId, ClientMessageId } from '#shared/contract/ids.ts';
import { createStream } from '#shared/stream.ts';

export type ChatLoad = {
  /** Bodies whose acknowledgement arrived. */
  acknowledged: readonly string[];
  /** What each reader has, by the reader's name. */
  readers: ReadonlyMap<string, readonly Message[]>;
  /** Everybody who was turned away by a hub: signed out, or not let in. */
  refused(): string[];
  /** The longest time that one message waited for its acknowledgement since the last call, in ms. */
  longestWait(): number;
  /** Ends the writing, waits for what is under way and for the readers to have it all. */
  finish(): Promise<void>;
};

/** People who write without a pause, each message until it is acknowledged, while all of them read along by sequence number. */
export async function startChatLoad(
  people: ReadonlyMap<string, HubClient>,
  channelId: ChannelId,
  everyMs = 150,
): Promise<ChatLoad> {
  const acknowledged: string[] = [];
  const readers = new Map<string, Message[]>();
  const streams: { seq: number; catchUp(): Promise<void> }[] = [];
  let writing = true;
  let longest = 0;

  async function read(name: string, client: HubClient): Promise<void> {
    const { lastSeq } = await client.call(messageHistory, { channelId, limit: 1 });
    const kept: Message[] = [];
    const stream = createStream<Message>({
      seq: lastSeq,
      apply: (items) => void kept.push(...items),
      async since(seq) {
        const { messages, ...rest } = await client.call(messagesSince, { channelId, seq });
        return { items: messages, ...rest };
      },
    });
    readers.set(name, kept);
    streams.push(stream);
    client.on(messageChanged, (message) => {
      if (message.channelId === channelId) stream.receive(message);
    });
    client.on(welcomed, () => void stream.catchUp().catch(() => {}));
  }

  async function write(name: string, client: HubClient): Promise<void> {
    for (let number = 0; writing; number += 1) {
      const body = `${name} ${number}`;
      const input = { channelId, body, clientId: ClientMessageId.parse(crypto.randomUUID()) };
      const begun = performance.now();
      while (client.state !== 'refused') {
        const sent = await client.call(sendMessage, input, { timeoutMs: 4_000 }).catch(() => undefined);
        if (sent) {
          acknowledged.push(body);
          break;
        }
        if (!writing && performance.now() - begun > 20_000) break;
        await sleep(100);
      }
      longest = Math.max(longest, performance.now() - begun);
      await sleep(everyMs);
    }
  }

  await Promise.all([...people].map(([name, client]) => read(name, client)));
  const writers = [...people].map(([name, client]) => write(name, client));
  return {
    acknowledged,
    readers,
    refused: () => [...people].flatMap(([name, { state }]) => (state === 'refused' ? [name] : [])),
    longestWait() {
      const ms = Math.round(longest);
      longest = 0;
      return ms;
    },
    async finish() {
      writing = false;
      await Promise.all(writers);
      await Promise.all(streams.map((stream) => stream.catchUp()));
    },
  };
}

/** What is missing and what is there twice of the acknowledged messages, over all readers. */
export function compare({ acknowledged, readers }: ChatLoad): { missing: string[]; doubled: string[] } {
  const missing: string[] = [];
  const doubled: string[] = [];
  for (const [name, kept] of readers) {
    const times = new Map<string, number>();
    for (const { body } of kept) if (body) times.set(body, (times.get(body) ?? 0) + 1);
    for (const body of acknowledged) if (!times.has(body)) missing.push(`${name}: ${body}`);
    for (const [body, count] of times) if (count > 1) doubled.push(`${name}: ${body}`);
  }
  return { missing, doubled };
}
