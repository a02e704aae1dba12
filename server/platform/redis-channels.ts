import { isElsewhere, outOfReach } from './redis-failure.ts';
import type { RedisClient } from './redis-link.ts';

export type RedisChannelsOptions = {
  clientOf(channel: string): RedisClient | undefined;
  /** The servers seem to have other places than we believe. */
  doubt(): void;
};

/** `receive`: nobody wants to hear any more without it. `client`: where the subscription is. */
type Ear = {
  receive: ((text: string) => void) | undefined;
  client: RedisClient | undefined;
  settling: Promise<void> | undefined;
  listener(text: string): void;
};

/**
 * Sharded channels with at most one listener each. What is wanted and what is subscribed are two things: connections
 * come and go, and a channel is let go and wanted again while its last command is under way.
 */
export function createRedisChannels({ clientOf, doubt }: RedisChannelsOptions) {
  const ears = new Map<string, Ear>();

  /** One command at a time a channel, until what is equals what is wanted. */
  function settle(channel: string, ear: Ear): Promise<void> {
    return (ear.settling ??= approach(channel, ear));
  }

  async function approach(channel: string, ear: Ear): Promise<void> {
    await Promise.resolve();
    try {
      for (;;) {
        const target = ear.receive && clientOf(channel);
        if (ear.client === target) break;
        const moved = ear.client === undefined ? await join(channel, ear, target) : await leave(channel, ear);
        if (!moved) return;
      }
      if (!ear.receive && ears.get(channel) === ear) ears.delete(channel);
    } finally {
      // In this very step: who wants something from now on must start a new round.
      ear.settling = undefined;
    }
  }

  /** false: the connection was lost; everything is settled anew with the next one. */
  async function join(channel: string, ear: Ear, target: RedisClient | undefined): Promise<boolean> {
    if (!target) return false;
    try {
      await target.sSubscribe(channel, ear.listener);
      ear.client = target;
      return true;
    } catch (error) {
      if (isElsewhere(error)) doubt();
      else if (target.isReady) throw error;
      return false;
    }
  }

  async function leave(channel: string, ear: Ear): Promise<boolean> {
    const { client } = ear;
    ear.client = undefined;
    if (client?.isReady) await client.sUnsubscribe(channel, ear.listener).catch(() => {});
    return true;
  }

  return {
    /** Resolves once it hears, or at once without a connection: `restore` then makes it hear. */
    async listen(channel: string, receive: (text: string) => void): Promise<() => Promise<void>> {
      const ear = ears.get(channel) ?? createEar();
      ears.set(channel, ear);
      ear.receive = receive;
      await settle(channel, ear);
      return async () => {
        if (ear.receive !== receive) return;
        ear.receive = undefined;
        await settle(channel, ear);
      };
    },
    /** How many nodes heard it. Rejects with 'unavailable'. */
    async send(channel: string, text: string): Promise<number> {
      const client = clientOf(channel);
      if (!client) throw outOfReach('nothing was sent');
      try {
        return await client.sPublish(channel, text);
      } catch (error) {
        if (isElsewhere(error)) doubt();
        throw outOfReach('nothing was sent', error);
      }
    },
    /** The server let this channel go: its slot has moved. */
    dropped(channel: string): void {
      const ear = ears.get(channel);
      if (ear) ear.client = undefined;
    },
    /** Every channel where it belongs now; rejects when one is not. */
    async restore(): Promise<void> {
      await Promise.all([...ears].map(([channel, ear]) => settle(channel, ear)));
      for (const [channel, ear] of ears)
        if (ear.receive && ear.client !== clientOf(channel))
          throw new Error('a subscription could not be put back');
    },
  };
}
export type RedisChannels = ReturnType<typeof createRedisChannels>;

function createEar(): Ear {
  const ear: Ear = {
    receive: undefined,
    client: undefined,
    settling: undefined,
    listener: (text) => ear.receive?.(text),
  };
  return ear;
}
