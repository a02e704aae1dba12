import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, line, Nothing, route, text, Timestamp } from './define.ts';
import { ChannelId, ClientMessageId, MeetingId, MessageId, PersonId, SpaceId } from './ids.ts';

/** UTF-16 code units of one message. */
export const maxMessageLength = 20_000;
/** Unread and mention counts stop here; the interface shows "99+". */
export const maxUnread = 100;

/** A stream of messages. It belongs to a space or to a meeting. */
export const Channel = z.object({
  id: ChannelId,
  spaceId: SpaceId.nullable(),
  meetingId: MeetingId.nullable(),
  name: z.string(),
  topic: z.string(),
  createdAt: Timestamp,
  archivedAt: Timestamp.nullable(),
});
export type Channel = z.infer<typeof Channel>;

/**
 * A channel as one person sees it. `lastSeq` numbers the last change of the stream, `lastPosition` the last message posted;
 * `readPosition` is the last message this person has read, the same in all their tabs; what they post themselves they have
 * read, and all before it. `unread` and `mentions` count messages after it that are not deleted, as of `lastSeq`.
 */
const Counters = {
  lastSeq: z.int(),
  lastPosition: z.int(),
  readPosition: z.int(),
  unread: z.int(),
  mentions: z.int(),
};
export const MyChannel = Channel.extend({
  ...Counters,
  can: z.object({ post: z.boolean(), moderate: z.boolean(), manage: z.boolean() }),
});
export type MyChannel = z.infer<typeof MyChannel>;

/**
 * `position` orders the channel and never changes; `seq` is the stream number of the message's last change (posted, edited,
 * deleted), so `since` finds all three. A deleted message keeps its place with an empty body.
 * The body is Markdown; a mention is `<@PERSON_ID>`.
 */
export const Message = z.object({
  id: MessageId,
  channelId: ChannelId,
  position: z.int(),
  seq: z.int(),
  clientId: ClientMessageId,
  authorId: PersonId,
  body: z.string(),
  mentions: z.array(PersonId),
  createdAt: Timestamp,
  editedAt: Timestamp.nullable(),
  deletedAt: Timestamp.nullable(),
});
export type Message = z.infer<typeof Message>;

const MessageBody = text(maxMessageLength).refine(
  (body) => body.trim().length > 0,
  'a message that is not empty',
);

// --- channels ----------------------------------------------------------------------------------

/** Every channel of the caller's spaces, 1,000 at most. A meeting's channel comes with `chat:getChannel`. */
export const MyChannels = z.object({ channels: z.array(MyChannel) });
export const listChannels = command('chat:listChannels', Nothing, MyChannels);
export const listChannelsRoute = route('get', '/channels', {
  summary: 'List my channels with unread counts',
  access: 'chat:read',
  output: MyChannels,
});
export const getChannel = command('chat:getChannel', z.object({ channelId: ChannelId }), MyChannel);
export const createChannel = command(
  'chat:createChannel',
  z.object({ spaceId: SpaceId, name: line(80), topic: text(500).default('') }),
  MyChannel,
);
export const updateChannel = command(
  'chat:updateChannel',
  z.object({ channelId: ChannelId, name: line(80).optional(), topic: text(500).optional() }),
  MyChannel,
);
export const archiveChannel = command('chat:archiveChannel', z.object({ channelId: ChannelId }), Nothing);
/** To the channel's audience: shared facts. A channel not seen before: ask `chat:getChannel`. */
export const channelChanged = event('chat:channelChanged', z.object({ channel: Channel }));
export const channelRemoved = event('chat:channelRemoved', z.object({ channelId: ChannelId }));

// --- messages ----------------------------------------------------------------------------------

/** Sending the same `clientId` again answers the first message. */
export const sendMessage = command(
  'chat:send',
  z.object({ channelId: ChannelId, clientId: ClientMessageId, body: MessageBody }),
  Message,
);
export const editMessage = command(
  'chat:edit',
  z.object({ messageId: MessageId, body: MessageBody }),
  Message,
);
export const deleteMessage = command('chat:delete', z.object({ messageId: MessageId }), Message);
/** Posted, edited or deleted: the whole message as it is now, with the stream number of the change. */
export const messageChanged = event('chat:messageChanged', Message);

/** Messages in ascending position, with the cards of their authors and of those they mention. */
export const MessagePage = z.object({
  messages: z.array(Message),
  people: z.array(PersonCard),
  moreBefore: z.boolean(),
  moreAfter: z.boolean(),
  /** The channel's stream number when this page was read: catch up from here. */
  lastSeq: z.int(),
});
export type MessagePage = z.infer<typeof MessagePage>;
const PageAt = {
  /** Messages with a smaller position. */
  before: z.coerce.number().int().min(0).optional(),
  /** Messages with a greater position. */
  after: z.coerce.number().int().min(0).optional(),
  /** Half a page before this position, half from it on. Without any of the three: the newest page. */
  around: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const messageHistory = command(
  'chat:history',
  z.object({ channelId: ChannelId, ...PageAt }),
  MessagePage,
);
/** Changes with a greater `seq`, ascending, 500 at most; `complete: false` means: ask again from the last one. */
export const messagesSince = command(
  'chat:since',
  z.object({ channelId: ChannelId, seq: z.int().min(0), limit: z.int().min(1).max(500).default(500) }),
  z.object({
    messages: z.array(Message),
    people: z.array(PersonCard),
    lastSeq: z.int(),
    complete: z.boolean(),
  }),
);

const ChannelParams = z.object({ channelId: ChannelId });
export const historyRoute = route('get', '/channels/:channelId/messages', {
  summary: 'Read a page of messages',
  access: 'chat:read',
  params: ChannelParams,
  query: z.object(PageAt),
  output: MessagePage,
});
export const sendMessageRoute = route('post', '/channels/:channelId/messages', {
  summary: 'Post a message; the same clientId twice is one message',
  access: 'chat:write',
  params: ChannelParams,
  body: z.object({ clientId: ClientMessageId.optional(), body: MessageBody }),
  output: Message,
});

// --- reading and typing ------------------------------------------------------------------------

/** Moves the marker forward only; an older position changes nothing. */
export const markRead = command(
  'chat:markRead',
  z.object({ channelId: ChannelId, position: z.int().min(0) }),
  z.object({ readPosition: z.int() }),
);
/**
 * To all tabs of the person: their marker moved, or an edit or deletion changed how often they are called. Changes of the
 * stream up to `lastSeq` are in the counts already. Posting moves the author's marker without this event.
 */
export const readMarked = event('chat:readMarked', z.object({ channelId: ChannelId, ...Counters }));
/** Say it at most every 3 s while keys are pressed; it fades 5 s after the last one. Never stored. */
export const type = command('chat:type', z.object({ channelId: ChannelId }), Nothing);
/** Coalesced: who typed since the last frame. */
export const typed = event('chat:typed', z.object({ channelId: ChannelId, people: z.array(PersonCard) }));
