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
  /** Whose midnight starts a day; the browser's own when left out. */
  timeZone?: string | undefined;
};

export function buildRows({ messages, outgoing, changes, divider, me, timeZone }: Sources): Row[] {
  const rows: Row[] = [];
  let unreadShown = divider === null;
  for (const message of messages) {
    const change = changes.get(message.id);
    const startsUnread = !unreadShown && message.position > (divider ?? 0) && message.authorId !== me;
    unreadShown ||= startsUnread;
    const key = message.authorId === me ? message.clientId : message.id;
    const row = rowAfter(rows.at(-1), key, withChange(message, change), startsUnread, timeZone);
    rows.push(sameAsBefore(change?.failed ? { ...row, failed: change } : row));
  }
  const arrived = new Set(outgoing.length > 0 ? messages.slice(-200).map(({ clientId }) => clientId) : []);
  for (const entry of outgoing)
    if (!arrived.has(entry.clientId))
      rows.push({
        ...rowAfter(rows.at(-1), entry.clientId, asMessage(entry, me), false, timeZone),
        outgoing: entry,
      });
  return rows;
}

function rowAfter(
  previous: Row | undefined,
  key: string,
  message: Message,
  startsUnread: boolean,
  timeZone: string | undefined,
): Row {
  const time = timeOf(message, timeZone);
  const before = previous === undefined ? undefined : timeOf(previous.message, timeZone);
  const startsDay = before === undefined || before.day !== time.day;
  const grouped =
    !startsDay &&
    !startsUnread &&
    before !== undefined &&
    previous?.message.authorId === message.authorId &&
    time.at - before.at < groupWithinMs;
  return { key, message, outgoing: null, failed: null, grouped, startsDay, startsUnread };
}

const before = new WeakMap<Message, Row>();

/** The row of the last time when nothing about it changed, so that it need not be drawn again. */
function sameAsBefore(row: Row): Row {
  const known = before.get(row.message);
  const same =
    known !== undefined &&
    known.key === row.key &&
    known.outgoing === row.outgoing &&
    known.failed === row.failed &&
    known.grouped === row.grouped &&
    known.startsDay === row.startsDay &&
    known.startsUnread === row.startsUnread;
  if (same) return known;
  before.set(row.message, row);
  return row;
}

type Time = { at: number; day: string; timeZone: string | undefined };
const times = new WeakMap<Message, Time>();
const days = new Map<string | undefined, Intl.DateTimeFormat>();

/** Parsed once for each message: a long history is looked through at every new one. */
function timeOf(message: Message, timeZone: string | undefined): Time {
  const known = times.get(message);
  if (known && known.timeZone === timeZone) return known;
  const at = Date.parse(message.createdAt);
  const time = { at, day: dayFormat(timeZone).format(at), timeZone };
  times.set(message, time);
  return time;
}

function dayFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  const format =
    days.get(timeZone) ?? new Intl.DateTimeFormat('en', timeZone === undefined ? {} : { timeZone });
  days.set(timeZone, format);
  return format;
}

const shown = new WeakMap<Outgoing, Message>();

/** An unsent message in the shape of a sent one; the same object for the same entry. */
function asMessage(entry: Outgoing, me: PersonId): Message {
  if (entry.state === 'sent') return entry.sent;
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
