import type { LocalBuses, TopicListener } from './bus-redis-local.ts';
import type { Wire } from './bus-wire.ts';
import type { RedisChannels } from './redis-channels.ts';

type Heard = { listeners: Set<TopicListener>; ready: Promise<() => Promise<void>> };
export type RedisTopicsOptions = {
  nodeId: string;
  prefix: string;
  channels: RedisChannels;
  local: LocalBuses;
  onError(error: unknown, what: string): void;
};

/**
 * Events between nodes. A message is its origin and its sender, then one payload a line, so that what is published to a topic
 * within one turn of the event loop travels together. JSON has no line breaks of its own; no payload at all is an empty line.
 */
export function createRedisTopics({ nodeId, prefix, channels, local, onError }: RedisTopicsOptions) {
  const topics = new Map<string, Heard>();
  const sender = `${local.origin} ${nodeId}`;
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
    // Everybody in this process has heard it already.
    if (text.startsWith(local.origin)) return;
    const [about = '', ...payloads] = text.split('\n');
    const from = about.slice(about.indexOf(' ') + 1);
    for (const payload of payloads)
      for (const listener of listeners) call(listener, payload === '' ? undefined : payload, from);
  }

  function flush(): void {
    const leaving = outbox;
    outbox = new Map();
    // What does not arrive shows as a degraded bus; the sequence numbers of the streams heal it.
    for (const [topic, text] of leaving) channels.send(channelOf(topic), text).catch(() => {});
  }

  function listenHere(topic: string, listener: TopicListener): () => void {
    const here = local.listeners.get(topic) ?? new Set();
    local.listeners.set(topic, here.add(listener));
    return () => {
      here.delete(listener);
      if (here.size === 0 && local.listeners.get(topic) === here) local.listeners.delete(topic);
    };
  }

  const stops = new Set<() => void>();
  return {
    publish(topic: string, payload: Wire): void {
      const here = local.listeners.get(topic);
      for (const listener of here ?? [])
        queueMicrotask(() => {
          if (here?.has(listener)) call(listener, payload, nodeId);
        });
      if (outbox.size === 0) setImmediate(flush);
      outbox.set(topic, `${outbox.get(topic) ?? sender}\n${payload ?? ''}`);
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
      const stopHere = listenHere(topic, listener);
      stops.add(stopHere);
      const stop = await ready;
      return async () => {
        stopHere();
        stops.delete(stopHere);
        if (!listeners.delete(listener) || listeners.size > 0) return;
        if (topics.get(topic)?.listeners === listeners) topics.delete(topic);
        await stop();
      };
    },
    /** What was published leaves before the connection does. */
    flush,
    close(): void {
      for (const stop of stops) stop();
      for (const { listeners } of topics.values()) listeners.clear();
      topics.clear();
    },
  };
}
export type RedisTopics = ReturnType<typeof createRedisTopics>;
