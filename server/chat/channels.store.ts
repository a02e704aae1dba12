import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { Channel } from '#shared/contract/chat.ts';
import type { ChannelId, MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { ChannelFacts, Home } from './chat.policy.ts';
import type { ChannelsTable } from './chat.tables.ts';
import { countsAfter } from './reading.store.ts';

type Row = Selectable<ChannelsTable>;

/** A channel with where one person is in it. */
export type ChannelState = {
  channel: Channel;
  lastSeq: number;
  lastPosition: number;
  readPosition: number;
  unread: number;
  mentions: number;
};

export const maxListed = 1000;

export const toChannel = (row: Row): Channel => ({
  id: row.id,
  spaceId: row.space_id,
  meetingId: row.meeting_id,
  name: row.name,
  topic: row.topic,
  createdAt: row.created_at.toISOString(),
  archivedAt: row.archived_at?.toISOString() ?? null,
});

export function factsOf({ id, spaceId, meetingId, archivedAt }: Channel): ChannelFacts {
  return { id, home: homeOf(spaceId, meetingId), archived: archivedAt !== null };
}

function homeOf(spaceId: Channel['spaceId'], meetingId: Channel['meetingId']): Home {
  if (spaceId) return { in: 'space', spaceId };
  if (meetingId) return { in: 'meeting', meetingId };
  throw new Error('a channel without a home');
}

export async function findChannel(db: Reader, id: ChannelId): Promise<Channel | undefined> {
  const row = await db.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toChannel(row);
}

export async function findMeetingChannel(db: Reader, meetingId: MeetingId): Promise<ChannelId | undefined> {
  const row = await db
    .selectFrom('channels')
    .select('id')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst();
  return row?.id;
}

type StateRow = Row & { read_position: number; unread: number; mentions: number };

const toState = (row: StateRow): ChannelState => ({
  channel: toChannel(row),
  lastSeq: row.last_seq,
  lastPosition: row.last_position,
  readPosition: row.read_position,
  unread: row.unread,
  mentions: row.mentions,
});

const statesOf = (personId: PersonId) => sql`
  select c.*, coalesce(r.read_position, 0) as read_position, unread.unread, mentions.mentions
  from (select ${personId}::uuid as id) me
  cross join channels c
  left join channel_reads r on r.person_id = me.id and r.channel_id = c.id
  ${sql.raw(countsAfter('me.id', 'coalesce(r.read_position, 0)'))}`;

export async function findState(
  db: Reader,
  personId: PersonId,
  id: ChannelId,
): Promise<ChannelState | undefined> {
  const { rows } = await sql<StateRow>`${statesOf(personId)} where c.id = ${id}`.execute(db);
  return rows[0] && toState(rows[0]);
}

/** The live channels of these spaces by name. */
export async function listStates(
  db: Reader,
  personId: PersonId,
  spaces: readonly SpaceId[],
): Promise<ChannelState[]> {
  const { rows } = await sql<StateRow>`${statesOf(personId)}
    where c.space_id = any(${spaces}::uuid[]) and c.archived_at is null
    order by c.name, c.id limit ${maxListed}`.execute(db);
  return rows.map(toState);
}

export type NewChannel = { id: ChannelId; home: Home; name: string; topic: string; createdAt: Date };

export async function insertChannel(
  tx: Tx,
  { id, home, name, topic, createdAt }: NewChannel,
): Promise<Channel> {
  const row = await tx
    .insertInto('channels')
    .values({
      id,
      space_id: home.in === 'space' ? home.spaceId : null,
      meeting_id: home.in === 'meeting' ? home.meetingId : null,
      name,
      topic,
      created_at: createdAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toChannel(row);
}

/** undefined: not there, or archived meanwhile. */
export async function updateChannel(
  tx: Tx,
  id: ChannelId,
  change: { name?: string; topic?: string } | { archived_at: Date },
): Promise<Channel | undefined> {
  const row = await tx
    .updateTable('channels')
    .set(change)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row && toChannel(row);
}

export async function countChannels(db: Reader, spaceId: SpaceId): Promise<number> {
  const { count } = await db
    .selectFrom('channels')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('space_id', '=', spaceId)
    .where('archived_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
