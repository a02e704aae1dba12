import type { People } from '#server/accounts/people.service.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { typed } from '#shared/contract/chat.ts';
import type { ChannelId, PersonId } from '#shared/contract/ids.ts';
import { audienceOf, type ChannelFacts } from './chat.policy.ts';

type Parts = Pick<Platform, 'db' | 'logger'> & { publisher: Publisher; people: Pick<People, 'cards'> };
type Frame = Map<ChannelId, { channel: ChannelFacts; people: Set<PersonId> }>;

/** Keys pressed within one frame leave as one event per channel. */
const frameMs = 250;

/** Who types lives in memory for one frame, then it is an event, then nothing. */
export function createTyping({ db, logger, publisher, people }: Parts) {
  let frame: Frame = new Map();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    const typing = [...frame.values()];
    frame = new Map();
    timer = undefined;
    const cards = await people.cards(
      db.read,
      typing.flatMap((each) => [...each.people]),
    );
    for (const { channel, people: typers } of typing.filter((each) => each.people.size > 0))
      publisher.publish(audienceOf(channel), typed, {
        channelId: channel.id,
        people: [...typers].flatMap((id) => cards.get(id) ?? []),
      });
  }

  return {
    add(personId: PersonId, channel: ChannelFacts): void {
      const typing = frame.get(channel.id) ?? { channel, people: new Set() };
      typing.people.add(personId);
      frame.set(channel.id, typing);
      timer ??= setTimeout(() => {
        flush().catch((error: unknown) => logger.warn({ err: error }, 'who types was not told'));
      }, frameMs);
    },
    /** The message is there: a frame that comes after it must not say that it is still being written. */
    stop(personId: PersonId, channelId: ChannelId): void {
      frame.get(channelId)?.people.delete(personId);
    },
    close: (): void => clearTimeout(timer),
  };
}
