import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import {
  type deleteMessage,
  type editMessage,
  type Message,
  type MessagePage,
  messageChanged,
  type messageHistory,
  type messagesSince,
  readMarked,
  type sendMessage,
} from '#shared/contract/chat.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MessageId, PersonId } from '#shared/contract/ids.ts';
import { type Access, unknownChannel } from './access.ts';
import type { ChatNeeds } from './chat.needs.ts';
import { audienceOf, type ChannelFacts, canDelete, canEdit, canPost, type Standing } from './chat.policy.ts';
import { mentionedIn } from './mentions.ts';
import {
  changeMessage,
  deleted,
  findMessage,
  nextSeq,
  readChanges,
  readPositions,
  replaceMentions,
} from './messages.store.ts';
import { pageEdges, positionsOf, within } from './pages.ts';
import { closed, type Posting } from './posting.ts';
import type { ReadersAmong } from './readers.ts';
import { unreadAt } from './reading.store.ts';

type Parts = Pick<Platform, 'db' | 'clock'> &
  Pick<ChatNeeds, 'publisher' | 'people'> & { access: Access; posting: Posting; readersAmong: ReadersAmong };
type Changed = { before: Message; after: Message; channel: ChannelFacts };

export function createMessages(parts: Parts) {
  const { db, clock, publisher, people, access, posting, readersAmong } = parts;

  async function send(actor: Actor, input: ParsedInputOf<typeof sendMessage>): Promise<Message> {
    const standing = await access.standingIn(actor, input.channelId);
    if (!canPost(standing)) throw closed();
    const { channel } = standing;
    const draft = {
      id: newId<MessageId>(),
      channelId: channel.id,
      clientId: input.clientId,
      authorId: actor.personId,
      body: input.body,
      mentions: mentionedIn(input.body),
    };
    return await posting.post(draft, channel);
  }

  /** A message of a channel out of reach is as unknown as one that never was. */
  async function messageFor(actor: Actor, id: MessageId): Promise<{ message: Message; standing: Standing }> {
    const message = await findMessage(db.read, id);
    if (!message) throw unknownMessage();
    const standing = await access.standingIn(actor, message.channelId).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'notFound' ? unknownMessage() : error;
    });
    return { message, standing };
  }

  /** As it is now; a deleted one is not there. */
  async function get(actor: Actor, id: MessageId): Promise<Message> {
    const { message } = await messageFor(actor, id);
    if (message.deletedAt) throw unknownMessage();
    return message;
  }

  async function edit(actor: Actor, input: ParsedInputOf<typeof editMessage>): Promise<Message> {
    const { message: before, standing } = await messageFor(actor, input.messageId);
    const { channel } = standing;
    if (!canEdit(standing, actor.personId, before.authorId)) throw notAllowed(standing);
    if (before.deletedAt) throw deleted();
    if (before.body === input.body) return before;
    const mentions = await readersAmong(channel.home, mentionedIn(input.body));
    return await db.transaction(async (tx) => {
      const seq = await nextSeq(tx, channel.id);
      const change = { body: input.body, mentions, edited_at: clock.now() };
      const after = await changeMessage(tx, before.id, seq, change);
      return await finish(tx, { before, after, channel });
    });
  }

  async function remove(actor: Actor, input: ParsedInputOf<typeof deleteMessage>): Promise<Message> {
    const { message: before, standing } = await messageFor(actor, input.messageId);
    const { channel } = standing;
    if (!canDelete(standing, actor.personId, before.authorId)) throw notAllowed(standing);
    if (before.deletedAt) return before;
    return await db.transaction(async (tx) => {
      const seq = await nextSeq(tx, channel.id);
      const after = await changeMessage(tx, before.id, seq, {
        body: '',
        mentions: [],
        deleted_at: clock.now(),
      });
      return await finish(tx, { before, after, channel });
    });
  }

  async function finish(tx: Tx, { before, after, channel }: Changed): Promise<Message> {
    const recalled = differenceOf(before, after);
    if (recalled.length > 0) await replaceMentions(tx, after);
    tx.afterCommit(() => publisher.publish(audienceOf(channel), messageChanged, after));
    if (recalled.length > 0) tx.afterCommit(() => recount(after, recalled));
    return after;
  }

  /** Clients count mentions as they hear them; a change of one they may not have needs the hub's count. */
  async function recount({ channelId, position }: Message, called: PersonId[]): Promise<void> {
    for (const { personId, ...state } of await unreadAt(db.read, channelId, position, called))
      publisher.publish(audience.person(personId), readMarked, state);
  }

  async function history(actor: Actor, input: ParsedInputOf<typeof messageHistory>): Promise<MessagePage> {
    const { channel } = await access.standingIn(actor, input.channelId);
    const range = positionsOf(input);
    const slice = await readPositions(db.pool, channel.id, range, input.limit);
    if (!slice) throw unknownChannel();
    const { messages, lastSeq } = slice;
    return { messages, people: await cardsFor(messages), ...pageEdges(slice, range), lastSeq };
  }

  async function since(
    actor: Actor,
    { channelId, seq, limit }: ParsedInputOf<typeof messagesSince>,
  ): Promise<OutputOf<typeof messagesSince>> {
    const { channel } = await access.standingIn(actor, channelId);
    const slice = await readChanges(db.pool, channel.id, within(seq), limit);
    if (!slice) throw unknownChannel();
    const { messages, lastSeq } = slice;
    const complete = messages.length < limit || messages.at(-1)?.seq === lastSeq;
    return { messages, people: await cardsFor(messages), lastSeq, complete };
  }

  async function cardsFor(messages: readonly Message[]): Promise<PersonCard[]> {
    if (messages.length === 0) return [];
    const ids = new Set(messages.flatMap(({ authorId, mentions }) => [authorId, ...mentions]));
    return [...(await people.cards(db.read, ids)).values()];
  }

  return { send, get, edit, remove, history, since };
}

function differenceOf(before: Message, after: Message): PersonId[] {
  const [old, now] = [new Set(before.mentions), new Set(after.mentions)];
  return [...old.symmetricDifference(now)].filter((id) => id !== after.authorId);
}

const unknownMessage = () => new AppError('notFound', 'There is no such message.');

const notAllowed = ({ channel }: Standing): AppError =>
  channel.archived ? closed() : new AppError('forbidden', 'Only its author may do this to a message.');
