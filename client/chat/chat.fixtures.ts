import type { PersonCard } from '#shared/contract/accounts.ts';
import type { Message, MyChannel } from '#shared/contract/chat.ts';
import { ChannelId, ClientMessageId, MessageId, PersonId, SpaceId } from '#shared/contract/ids.ts';

/** Small builders for this folder's unit tests: an id is made from a number, so that a failure reads well. */
const uuid = (kind: number, n: number) => `00000000-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const personId = (n: number) => PersonId.parse(uuid(1, n));
export const channelId = (n: number) => ChannelId.parse(uuid(2, n));
export const spaceId = (n: number) => SpaceId.parse(uuid(3, n));
export const messageId = (n: number) => MessageId.parse(uuid(4, n));
export const clientMessageId = (n: number) => ClientMessageId.parse(uuid(5, n));

export const anna: PersonCard = {
  id: personId(1),
  kind: 'member',
  displayName: 'Anna Berg',
  avatarUrl: null,
};
export const bruno: PersonCard = {
  id: personId(2),
  kind: 'member',
  displayName: 'Bruno Costa',
  avatarUrl: null,
};

export function aMessage(position: number, changes: Partial<Message> = {}): Message {
  return {
    id: messageId(position),
    channelId: channelId(1),
    position,
    seq: position,
    clientId: clientMessageId(position),
    authorId: bruno.id,
    body: `message ${position}`,
    mentions: [],
    createdAt: new Date(Date.UTC(2026, 0, 5, 9, 0, position)).toISOString(),
    editedAt: null,
    deletedAt: null,
    ...changes,
  };
}

export const messagesFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => aMessage(first + index));

export function aChannel(changes: Partial<MyChannel> = {}): MyChannel {
  return {
    id: channelId(1),
    spaceId: spaceId(1),
    meetingId: null,
    name: 'general',
    topic: '',
    createdAt: new Date(Date.UTC(2026, 0, 1)).toISOString(),
    archivedAt: null,
    lastSeq: 0,
    lastPosition: 0,
    readPosition: 0,
    unread: 0,
    mentions: 0,
    can: { post: true, moderate: false, manage: false },
    ...changes,
  };
}
