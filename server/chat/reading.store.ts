import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import { maxUnread } from '#shared/contract/chat.ts';
import type { ChannelId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import { statement } from './statement.ts';

/** Where a person is in a channel at one instant. Deleted messages count for nothing; the counts stop at `maxUnread`. */
export type ReadState = {
  personId: PersonId;
  channelId: ChannelId;
  lastSeq: number;
  lastPosition: number;
  readPosition: number;
  unread: number;
  mentions: number;
};

/** Counts of channel `c` for a person after a position. Each reads no more than it counts, by index; nothing where all is read. */
export const countsAfter = (person: string, position: string) => `
  left join lateral (
    select count(*)::int as unread from (
      select from messages m
      where m.channel_id = c.id and m.position > ${position} and m.deleted_at is null and c.last_position > ${position}
      limit ${maxUnread}
    ) some_messages
  ) unread on true
  left join lateral (
    select count(*)::int as mentions from (
      select from message_mentions m
      where m.person_id = ${person} and m.channel_id = c.id and m.position > ${position}
        and c.last_position > ${position}
      limit ${maxUnread}
    ) some_mentions
  ) mentions on true`;

const stateColumns = `c.id as "channelId", c.last_seq as "lastSeq", c.last_position as "lastPosition",
    unread.unread, mentions.mentions`;

/** `moved` is false where the marker was there or further already. */
export type Marked = ReadState & { moved: boolean };

/** Moves markers forward, never past the last message. Arrays: people, channels, positions; no pair of the first two twice. */
export const moveMarkers = statement<Marked>(
  'mark',
  `with wanted as materialized (
    select t.person_id, c.id as channel_id, c.last_seq, c.last_position, least(t.position, c.last_position) as position
    from unnest($1::uuid[], $2::uuid[], $3::int[]) as t(person_id, channel_id, position)
    join channels c on c.id = t.channel_id
  ), moved as (
    insert into channel_reads as r (person_id, channel_id, read_position)
    select person_id, channel_id, position from wanted where position > 0 order by 1, 2
    on conflict (person_id, channel_id) do update set read_position = excluded.read_position
    where r.read_position < excluded.read_position
    returning person_id, channel_id, read_position
  ), reached as (
    select w.person_id, w.channel_id as id, w.last_seq, w.last_position, moved.read_position is not null as moved,
      coalesce(moved.read_position, r.read_position, 0) as read_position
    from wanted w
    left join moved using (person_id, channel_id)
    left join channel_reads r using (person_id, channel_id)
  )
  select c.person_id as "personId", c.read_position as "readPosition", c.moved, ${stateColumns}
  from reached c ${countsAfter('c.person_id', 'c.read_position')}`,
);

/** Of these people in one channel, who has not read as far as `position`. */
export async function unreadAt(
  db: Reader,
  channelId: ChannelId,
  position: number,
  people: readonly PersonId[],
): Promise<ReadState[]> {
  const query = sql<ReadState>`
    select p.id as "personId", coalesce(r.read_position, 0) as "readPosition", ${sql.raw(stateColumns)}
    from unnest(${people}::uuid[]) as p(id)
    join channels c on c.id = ${channelId}
    left join channel_reads r on r.person_id = p.id and r.channel_id = c.id
    ${sql.raw(countsAfter('p.id', 'coalesce(r.read_position, 0)'))}
    where coalesce(r.read_position, 0) < ${position}`;
  return (await query.execute(db)).rows;
}

/** A person new in a space has nothing to catch up: what was said before them counts as read. */
export async function markSpaceRead(tx: Tx, spaceId: SpaceId, personId: PersonId): Promise<void> {
  await sql`
    insert into channel_reads as r (person_id, channel_id, read_position)
    select ${personId}, id, last_position from channels
    where space_id = ${spaceId} and last_position > 0 order by id
    on conflict (person_id, channel_id) do update set read_position = excluded.read_position
    where r.read_position < excluded.read_position`.execute(tx);
}
