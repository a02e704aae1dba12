import type { Wire } from './bus-wire.ts';
import type { RedisChannels } from './redis-channels.ts';

export type TopicListener = (payload: Wire, from: string) => void;
type Heard = { listeners: Set<TopicListener>; ready: Promise<() => Promise<void>> };
export type RedisTopicsOptions = {
  nodeId: string;
  prefix: string;
  channels: RedisChannels;
  onError(error: unknown, what: string): void;
};

/**
 * Events between nodes. A message is the sender, then one payload a line, so that what is published to a topic within one
 * turn of the event loop travels together. JSON has no line breaks of its own; no payload at all is an empty line.
 */
export function createRedisTopics({ nodeId, prefix, channels, onError }: RedisTopicsOptions) {
  const topics = new Map<string, Heard>();
  const own = `${nodeId}\n`;
  let outbox = new Map<string, string>();
  const channelOf = (topic: string) => `${prefix}:t:${topic}`;

  function call(listener: TopicListener, payload: Wire, from: string): void {
    try {
      listener(payload, from);
    } catch (error) {
      onError(error, 'a listener failed');
    }
  }

  function receive(listeners: Set<TopicListener>, text: string): void {
    if (text.startsWith(own)) return;
    const [from = '', ...payloads] = text.split('\n');
    for (const payload of payloads)
      for (const listener of listeners) call(listener, payload === '' ? undefined : payload, from);
  }

  function flush(): void {
    const leaving = outbox;
    outbox = new Map();
    // What does not arrive shows as a degraded bus; the sequence numbers of the streams heal it.
    for (const [topic, text] of leaving) channels.send(channelOf(topic), text).catch(() => {});
  }

  return {
    publish(topic: string, payload: Wire): void {
      const listeners = topics.get(topic)?.listeners;
      for (const listener of listeners ?? [])
        queueMicrotask(() => {
          if (listeners?.has(listener)) call(listener, payload, nodeId);
        });
      if (outbox.size === 0) setImmediate(flush);
      outbox.set(topic, `${outbox.get(topic) ?? nodeId}\n${payload ?? ''}`);
    },
    async subscribe(topic: string, listener: TopicListener): Promise<() => Promise<void>> {
      let heard = topics.get(topic);
      if (!heard) {
        const listeners = new Set<TopicListener>();
        heard = { listeners, ready: channels.listen(channelOf(topic), (text) => receive(listeners, text)) };
        topics.set(topic, heard);
      }
      const { listeners, ready } = heard;
      listeners.add(listener);
      const stop = await ready;
      return async () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        if (topics.get(topic)?.listeners === listeners) topics.delete(topic);
        await stop();
      };
    },
    /** What was published leaves before the connection does. */
    flush,
    close(): void {
      for (const { listeners } of topics.values()) listeners.clear();
      topics.clear();
    },
  };
}
export type RedisTopics = ReturnType<typeof createRedisTopics>;
