import type { Actor } from '#server/accounts/actor.ts';
import { createBatcher } from '#server/platform/batcher.ts';
import { isRetryable } from '#server/platform/db-errors.ts';
import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { type markRead, readMarked } from '#shared/contract/chat.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import type { ChannelId, PersonId } from '#shared/contract/ids.ts';
import { type Access, unknownChannel } from './access.ts';
import { within } from './pages.ts';
import { type Marked, moveMarkers } from './reading.store.ts';

type Parts = Pick<Platform, 'db'> & { publisher: Publisher; access: Access };
type Mark = { personId: PersonId; channelId: ChannelId; position: number };

const keyOf = ({ personId, channelId }: Pick<Mark, 'personId' | 'channelId'>) => `${personId}:${channelId}`;

/** Read markers: everybody who watches a busy channel moves theirs with each message, so they go in batches too. */
export function createReading({ db, publisher, access }: Parts) {
  const batcher = createBatcher<Mark, Marked | undefined>({
    max: 500,
    spacingMs: 20,
    maxWaiting: 20_000,
    run,
    isOfItem: () => false,
  });

  async function run(marks: Mark[]): Promise<(Marked | undefined)[]> {
    const furthest = new Map<string, Mark>();
    for (const mark of marks) {
      const known = furthest.get(keyOf(mark));
      if (!known || known.position < mark.position) furthest.set(keyOf(mark), mark);
    }
    const reached = new Map((await move([...furthest.values()])).map((marked) => [keyOf(marked), marked]));
    for (const { moved, personId, ...state } of reached.values())
      if (moved) publisher.publish(audience.person(personId), readMarked, state);
    return marks.map((mark) => reached.get(keyOf(mark)));
  }

  async function move(marks: Mark[]): Promise<Marked[]> {
    const parameters = [
      marks.map(({ personId }) => personId),
      marks.map(({ channelId }) => channelId),
      marks.map(({ position }) => position),
    ];
    try {
      return await moveMarkers(db.pool, parameters);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      return await moveMarkers(db.pool, parameters);
    }
  }

  return {
    async markRead(actor: Actor, input: ParsedInputOf<typeof markRead>): Promise<OutputOf<typeof markRead>> {
      const { channel } = await access.standingIn(actor, input.channelId);
      const position = within(input.position);
      const marked = await batcher.add({ personId: actor.personId, channelId: channel.id, position });
      if (!marked) throw unknownChannel();
      return { readPosition: marked.readPosition };
    },
    close: batcher.idle,
  };
}
