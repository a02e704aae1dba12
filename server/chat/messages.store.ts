import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { Message } from '#shared/contract/chat.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ChannelId, MessageId, PersonId } from '#shared/contract/ids.ts';
import type { MessagesTable } from './chat.tables.ts';
import type { PositionRange } from './pages.ts';
import type { Draft } from './post.store.ts';
import { statement } from './statement.ts';

type Row = Selectable<MessagesTable>;
/** A channel's counters next to each of the messages read; without any message they come with nulls. */
type RowOfChannel = { last_seq: number; last_position: number } & (Row | { id: null });
/** Messages with the counters of their channel at the same instant. */
export type ChannelSlice = { messages: Message[]; lastSeq: number; lastPosition: number };

export const toMessage = (row: Row): Message => ({
  id: row.id,
  channelId: row.channel_id,
  position: row.position,
  seq: row.seq,
  clientId: row.client_id,
  authorId: row.author_id,
  body: row.body,
  mentions: row.mentions,
  createdAt: row.created_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
  deletedAt: row.deleted_at?.toISOString() ?? null,
});

function toSlice(rows: RowOfChannel[]): ChannelSlice | undefined {
  const first = rows[0];
  if (!first) return undefined;
  const messages = rows.flatMap((row) => (row.id === null ? [] : toMessage(row)));
  return { messages, lastSeq: first.last_seq, lastPosition: first.last_position };
}

const columns = `m.id, m.channel_id, m.position, m.seq, m.client_id, m.author_id, m.body, m.mentions::text[] as mentions,
    m.created_at, m.edited_at, m.deleted_at`;

/** Positions from $2 to $3; without a start the newest $4. */
export const historyStatement = statement<RowOfChannel>(
  'history',
  `select c.last_seq, c.last_position, ${columns}
  from channels c left join messages m on m.channel_id = c.id
    and m.position between coalesce($2::int, c.last_position - $4::int + 1) and coalesce($3::int, c.last_position)
  where c.id = $1 order by m.position`,
);

/** Changes after number $2, $3 at most. */
export const sinceStatement = statement<RowOfChannel>(
  'since',
  `select c.last_seq, c.last_position, ${columns}
  from channels c left join lateral (
    select * from messages where channel_id = c.id and seq > $2::int order by seq limit $3::int
  ) m on true
  where c.id = $1 order by m.seq`,
);

export const readPositions = async (
  pool: pg.Pool,
  id: ChannelId,
  { from, to }: PositionRange,
  limit: number,
): Promise<ChannelSlice | undefined> => toSlice(await historyStatement(pool, [id, from, to, limit]));

export const readChanges = async (
  pool: pg.Pool,
  id: ChannelId,
  seq: number,
  limit: number,
): Promise<ChannelSlice | undefined> => toSlice(await sinceStatement(pool, [id, seq, limit]));

const messageColumns = [
  'id',
  'channel_id',
  'position',
  'seq',
  'client_id',
  'author_id',
  'body',
  'created_at',
  'edited_at',
  'deleted_at',
] as const;
/** `pg` has no parser for uuid[]; text[] it knows. */
const mentions = sql<PersonId[]>`mentions::text[]`.as('mentions');

export async function findMessage(db: Reader, id: MessageId): Promise<Message | undefined> {
  const row = await db
    .selectFrom('messages')
    .select([...messageColumns, mentions])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toMessage(row);
}

/** Those of the drafts that were stored before, under the same author and client id. */
export async function findPosted(db: Reader, drafts: readonly Draft[]): Promise<Message[]> {
  const rows = await db
    .selectFrom('messages')
    .innerJoin(
      sql<{ author: PersonId; client: string }>`unnest(${drafts.map((each) => each.authorId)}::uuid[],
        ${drafts.map((each) => each.clientId)}::uuid[])`.as<'sent'>(sql`sent(author, client)`),
      (join) => join.onRef('sent.author', '=', 'author_id').onRef('sent.client', '=', 'client_id'),
    )
    .select([...messageColumns, mentions])
    .execute();
  return rows.map(toMessage);
}

/** Takes the channel's lock and its next number. From here on its stream stands still until the transaction ends. */
export async function nextSeq(tx: Tx, channelId: ChannelId): Promise<number> {
  const { last_seq } = await tx
    .updateTable('channels')
    .set((eb) => ({ last_seq: eb('last_seq', '+', 1) }))
    .where('id', '=', channelId)
    .returning('last_seq')
    .executeTakeFirstOrThrow();
  return last_seq;
}

type Change = { body: string; mentions: PersonId[] } & ({ edited_at: Date } | { deleted_at: Date });

/** A message that was deleted meanwhile stays as it is: `conflict`. */
export async function changeMessage(tx: Tx, id: MessageId, seq: number, change: Change): Promise<Message> {
  const row = await tx
    .updateTable('messages')
    .set({ ...change, mentions: sql`${change.mentions}::uuid[]`, seq })
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .returning([...messageColumns, mentions])
    .executeTakeFirst();
  if (!row) throw deleted();
  return toMessage(row);
}

export const deleted = () =>
  new AppError('conflict', 'This message was deleted.', { details: { reason: 'deleted' } });

/** The author needs no call from their own message. */
export async function replaceMentions(tx: Tx, message: Message): Promise<void> {
  const { channelId, position } = message;
  await tx
    .deleteFrom('message_mentions')
    .where('channel_id', '=', channelId)
    .where('position', '=', position)
    .execute();
  const called = message.mentions.filter((id) => id !== message.authorId);
  if (called.length === 0) return;
  await tx
    .insertInto('message_mentions')
    .values(called.map((personId) => ({ person_id: personId, channel_id: channelId, position })))
    .execute();
}
