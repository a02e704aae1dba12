import { createBatcher } from '#server/platform/batcher.ts';
import type { Db } from '#server/platform/db.ts';
import { isRetryable, violatedUnique } from '#server/platform/db-errors.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import { type Message, messageChanged } from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { audienceOf, type ChannelFacts, nameOf } from './chat.policy.ts';
import { findPosted } from './messages.store.ts';
import { type Draft, draftsAsArrays, insertDrafts, type Placed } from './post.store.ts';
import type { ReadersAmong } from './readers.ts';

type Parts = Pick<Platform, 'db' | 'clock' | 'metrics'> & {
  publisher: Publisher;
  readersAmong: ReadersAmong;
};
/** The draft's mentions are all ids its body names. */
type Post = { draft: Draft; channel: ChannelFacts };

const maxBatch = 200;
const spacingMs = 10;
const maxWaiting = 20_000;
const attempts = 4;
const clientIdIndex = 'messages_author_id_client_id_key';

const keyOf = ({ authorId, clientId }: Pick<Draft, 'authorId' | 'clientId'>) => `${authorId}:${clientId}`;

/** Posts messages: those of one moment in one statement, each author and client id once, events in channel order. */
export function createPosting({ db, clock, metrics, publisher, readersAmong }: Parts) {
  const underWay = new Map<string, Promise<Message>>();
  const batcher = createBatcher<Post, Message | AppError>({
    max: maxBatch,
    spacingMs,
    maxWaiting,
    run,
    isOfItem,
  });
  const batchSizes = metrics.histogram({
    name: 'entente_chat_batch_size',
    help: 'Messages stored by one statement',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200],
  });

  /** The statement is a transaction of its own, so whatever comes after it comes after the commit. */
  async function run(posts: Post[]): Promise<(Message | AppError)[]> {
    const now = clock.now();
    const drafts = await withReaders(posts);
    const placed = await place(db, drafts, now);
    batchSizes.observe(posts.length);
    const before = placed.size < drafts.length ? await findBefore(drafts, placed) : undefined;
    const createdAt = now.toISOString();
    return drafts.map((draft, nth) => {
      const place = placed.get(nth);
      if (!place) return before?.get(keyOf(draft)) ?? closed();
      const message = toMessage(draft, place, createdAt);
      const channel = posts[nth]?.channel;
      if (channel) publisher.publish(audienceOf(channel), messageChanged, message);
      return message;
    });
  }

  /**
   * Only people who can read the channel are called. Asked here and not before a message joins its batch, so that one
   * with mentions is not overtaken by the next of the same person; and once per space or meeting.
   */
  async function withReaders(posts: Post[]): Promise<Draft[]> {
    const calling = posts.filter(({ draft }) => draft.mentions.length > 0);
    if (calling.length === 0) return posts.map(({ draft }) => draft);
    const byHome = Map.groupBy(calling, ({ channel }) => nameOf(channel.home));
    const readers = new Map<string, Set<PersonId>>();
    for (const [name, [first, ...rest]] of byHome) {
      const named = [first, ...rest].flatMap((post) => post?.draft.mentions ?? []);
      if (first) readers.set(name, new Set(await readersAmong(first.channel.home, named)));
    }
    return posts.map(({ draft, channel }) => {
      const among = readers.get(nameOf(channel.home));
      return { ...draft, mentions: draft.mentions.filter((id) => among?.has(id)) };
    });
  }

  async function findBefore(
    drafts: Draft[],
    placed: ReadonlyMap<number, Placed>,
  ): Promise<Map<string, Message>> {
    const found = await findPosted(
      db.read,
      drafts.filter((_, nth) => !placed.has(nth)),
    );
    return new Map(found.map((message) => [keyOf(message), message]));
  }

  async function post(item: Post): Promise<Message> {
    const outcome = await batcher.add(item);
    if (outcome instanceof AppError) throw outcome;
    return outcome;
  }

  return {
    /** A client id under way answers with the message that is being posted. */
    post(draft: Draft, channel: ChannelFacts): Promise<Message> {
      const key = keyOf(draft);
      const known = underWay.get(key);
      if (known) return known;
      const posted = post({ draft, channel }).finally(() => underWay.delete(key));
      underWay.set(key, posted);
      return posted;
    },
    close: batcher.idle,
  };
}
export type Posting = ReturnType<typeof createPosting>;

async function place(db: Db, drafts: Draft[], now: Date): Promise<Map<number, Placed>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const rows = await insertDrafts(db.pool, [...draftsAsArrays(drafts), now]);
      return new Map(rows.map((row) => [row.nth, row]));
    } catch (error) {
      const again = isRetryable(error) || violatedUnique(error) === clientIdIndex;
      if (!again || attempt === attempts) throw error;
    }
  }
}

/** Data and integrity errors (SQLSTATE classes 22 and 23) are some row's fault. */
const isOfItem = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));

/** In this key order, which is the contract's: every message of a channel has one hidden class and one encoding. */
const toMessage = (draft: Draft, { position, seq }: Placed, createdAt: string): Message => ({
  id: draft.id,
  channelId: draft.channelId,
  position,
  seq,
  clientId: draft.clientId,
  authorId: draft.authorId,
  body: draft.body,
  mentions: draft.mentions,
  createdAt,
  editedAt: null,
  deletedAt: null,
});

/** The channel was archived between the question who may post and the answer. */
export const closed = () =>
  new AppError('forbidden', 'This channel takes no messages any more.', { details: { reason: 'archived' } });
