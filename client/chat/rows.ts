import type { Message } from '#shared/contract/chat.ts';
import { MessageId, type PersonId } from '#shared/contract/ids.ts';
import { type Change, type Changes, withChange } from './changes.core.ts';
import type { Outgoing } from './outbox.core.ts';

/** One line of the list: a message with what stands above it. */
export type Row = {
  key: string;
  message: Message;
  /** Not in the channel's history yet. */
  outgoing: Outgoing | null;
  /** An edit or deletion of it that failed. */
  failed: Change | null;
  /** Follows a message of the same author closely: no name, no picture. */
  grouped: boolean;
  /** The first of its day. */
  startsDay: boolean;
  /** The "new" line stands above. */
  startsUnread: boolean;
};

const groupWithinMs = 5 * 60_000;

type Sources = {
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  changes: Changes;
  /** The last message read when the channel was opened; null: no line. */
  divider: number | null;
  me: PersonId;
};

export function buildRows({ messages, outgoing, changes, divider, me }: Sources): Row[] {
  const rows: Row[] = [];
  let unreadShown = divider === null;
  for (const message of messages) {
    const change = changes.get(message.id);
    const startsUnread = !unreadShown && message.position > (divider ?? 0) && message.authorId !== me;
    unreadShown ||= startsUnread;
    const key = message.authorId === me ? message.clientId : message.id;
    const row = rowAfter(rows.at(-1), key, withChange(message, change), startsUnread);
    rows.push(change?.failed ? { ...row, failed: change } : row);
  }
  const arrived = new Set(outgoing.length > 0 ? messages.slice(-200).map(({ clientId }) => clientId) : []);
  for (const entry of outgoing)
    if (!arrived.has(entry.clientId))
      rows.push({ ...rowAfter(rows.at(-1), entry.clientId, asMessage(entry, me), false), outgoing: entry });
  return rows;
}

function rowAfter(previous: Row | undefined, key: string, message: Message, startsUnread: boolean): Row {
  const time = timeOf(message);
  const before = previous === undefined ? undefined : timeOf(previous.message);
  const startsDay = before === undefined || before.day !== time.day;
  const grouped =
    !startsDay &&
    !startsUnread &&
    before !== undefined &&
    previous?.message.authorId === message.authorId &&
    time.at - before.at < groupWithinMs;
  return { key, message, outgoing: null, failed: null, grouped, startsDay, startsUnread };
}

const times = new WeakMap<Message, { at: number; day: number }>();

/** Parsed once for each message; the day is the reader's own. */
function timeOf(message: Message) {
  const known = times.get(message);
  if (known) return known;
  const date = new Date(message.createdAt);
  const day = date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
  const time = { at: date.getTime(), day };
  times.set(message, time);
  return time;
}

const shown = new WeakMap<Outgoing, Message>();

/** An unsent message in the shape of a sent one; the same object for the same entry. */
function asMessage(entry: Outgoing, me: PersonId): Message {
  if (entry.state === 'sent') return entry.message;
  const known = shown.get(entry);
  if (known) return known;
  const message: Message = {
    id: MessageId.parse(entry.clientId),
    channelId: entry.channelId,
    position: Number.MAX_SAFE_INTEGER,
    seq: 0,
    clientId: entry.clientId,
    authorId: me,
    body: entry.body,
    mentions: [],
    createdAt: entry.createdAt,
    editedAt: null,
    deletedAt: null,
  };
  shown.set(entry, message);
  return message;
}

/** The newest message of mine that can still be changed: what the up arrow edits. */
export const lastOwn = (rows: readonly Row[], me: PersonId): Row | undefined =>
  rows.findLast(
    ({ message, outgoing }) => outgoing === null && message.authorId === me && message.deletedAt === null,
  );
