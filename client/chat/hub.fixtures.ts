import {
  deleteMessage,
  editMessage,
  getChannel,
  listChannels,
  type Message,
  markRead,
  messageChanged,
  messageHistory,
  messagesSince,
  sendMessage,
} from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { listSpaces } from '#shared/contract/spaces.ts';
import { aChannel, aMessage, anna, channelId } from './chat.fixtures.ts';
import { createTinyPort } from '../app/hub.fixtures.ts';

/** A hub of one channel in memory, for the parts that need no server: it answers like the real one. */
export function createTinyHub(me: PersonId = anna.id) {
  const tiny = createTinyPort();
  const { handle, emit } = tiny;
  let messages: Message[] = [];
  let seq = 0;
  let readPosition = 0;

  function change(message: Message): Message {
    messages = [...messages.filter(({ id }) => id !== message.id), message].sort(
      (a, b) => a.position - b.position,
    );
    emit(messageChanged, message);
    return message;
  }
  const post = (changes: Partial<Message> = {}): Message => {
    seq += 1;
    const position = (messages.at(-1)?.position ?? 0) + 1;
    return change(aMessage(position, { seq, ...changes }));
  };
  const find = (id: string) => {
    const message = messages.find((known) => known.id === id);
    if (message === undefined) throw new AppError('notFound', 'no such message');
    return message;
  };
  const edit = (position: number, changes: Partial<Message>) => {
    const message = messages.find((known) => known.position === position);
    if (message === undefined) throw new Error(`no message at ${position}`);
    seq += 1;
    return change({ ...message, ...changes, seq });
  };
  const page = (list: Message[]) => ({
    messages: list,
    people: [],
    moreBefore: (list[0]?.position ?? 1) > (messages[0]?.position ?? 1),
    moreAfter: (list.at(-1)?.position ?? 0) < (messages.at(-1)?.position ?? 0),
    lastSeq: seq,
  });
  const myChannel = () => {
    const unread = messages.filter((m) => m.position > readPosition && m.authorId !== me).length;
    const lastPosition = messages.at(-1)?.position ?? 0;
    return aChannel({ lastSeq: seq, lastPosition, readPosition, unread });
  };

  handle(listSpaces, () => ({ spaces: [] }));
  handle(listChannels, () => ({ channels: [myChannel()] }));
  handle(getChannel, myChannel);
  handle(markRead, ({ position }) => {
    readPosition = Math.max(readPosition, position);
    return { readPosition };
  });
  handle(sendMessage, ({ clientId, body }) => {
    const known = messages.find((message) => message.clientId === clientId);
    return known ?? post({ clientId: clientId as Message['clientId'], body, authorId: me });
  });
  handle(editMessage, ({ messageId, body }) => edit(find(messageId).position, { body, editedAt: 'now' }));
  handle(deleteMessage, ({ messageId }) => edit(find(messageId).position, { body: '', deletedAt: 'now' }));
  handle(messagesSince, ({ seq: from }) => {
    const later = messages.filter((message) => message.seq > from).sort((a, b) => a.seq - b.seq);
    return { messages: later, people: [], lastSeq: seq, complete: true };
  });
  handle(messageHistory, ({ before, after, around, limit: wanted }) => {
    const limit = Number(wanted ?? 50);
    if (before !== undefined) return page(messages.filter((m) => m.position < Number(before)).slice(-limit));
    if (after !== undefined) return page(messages.filter((m) => m.position > Number(after)).slice(0, limit));
    if (around === undefined) return page(messages.slice(-limit));
    const at = messages.findIndex((m) => m.position >= Number(around));
    return page(messages.slice(Math.max(0, at - limit / 2), at + limit / 2));
  });

  return {
    ...tiny,
    channelId: channelId(1),
    post,
    edit,
    messages: () => messages,
  };
}
export type TinyHub = ReturnType<typeof createTinyHub>;
