import type { Message } from '#shared/contract/chat.ts';
import { statement } from './statement.ts';

/** A message that has no place in its channel yet. */
export type Draft = Pick<Message, 'id' | 'channelId' | 'clientId' | 'authorId' | 'body' | 'mentions'>;
/** `nth`: the draft's place in the batch, from 0. */
export type Placed = { nth: number; position: number; seq: number };

/**
 * Posts a batch in one statement: locks the channels (in id order, so that two nodes cannot wait for each other), numbers
 * the messages of each channel in the order given, moves their authors' markers. What is left out of the answer was not
 * posted: the same author's client id is stored already, or the channel takes no messages. Parameters, one array each:
 * ids, channels, client ids, authors, bodies, mentions (array literals), the channels once each; then the time.
 *
 * A client id stored by another node since the statement began violates its unique index: nothing is posted, try again.
 */
export const insertDrafts = statement<Placed>(
  'post',
  `with given as materialized (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[])
      with ordinality as t(id, channel_id, client_id, author_id, body, mentions, nth)
  ), locked as materialized (
    select id, last_position, last_seq from channels
    where id = any($7::uuid[]) and archived_at is null order by id for update
  ), fresh as materialized (
    select g.id, g.channel_id, g.client_id, g.author_id, g.body, g.mentions::uuid[] as mentions, g.nth,
      last_position + k as position, last_seq + k as seq
    from (
      select given.*, locked.last_position, locked.last_seq,
        (row_number() over (partition by channel_id order by nth))::int as k
      from given join locked on locked.id = given.channel_id
      where not exists (
        select from messages m where m.author_id = given.author_id and m.client_id = given.client_id
      )
    ) g
  ), counted as (
    update channels c set last_position = last.position, last_seq = last.seq
    from (select channel_id, max(position) as position, max(seq) as seq from fresh group by channel_id) last
    where c.id = last.channel_id
  ), posted as (
    insert into messages (id, channel_id, position, seq, client_id, author_id, body, mentions, created_at)
    select id, channel_id, position, seq, client_id, author_id, body, mentions, $8::timestamptz from fresh
  ), called as (
    insert into message_mentions (person_id, channel_id, position)
    select person_id, channel_id, position from fresh, unnest(mentions) as person_id where person_id <> author_id
  ), marked as (
    insert into channel_reads as r (person_id, channel_id, read_position)
    select author_id, channel_id, max(position) from fresh group by 1, 2 order by 1, 2
    on conflict (person_id, channel_id) do update set read_position = excluded.read_position
    where r.read_position < excluded.read_position
  )
  select nth::int - 1 as nth, position, seq from fresh`,
);

export function draftsAsArrays(drafts: readonly Draft[]): unknown[] {
  return [
    drafts.map(({ id }) => id),
    drafts.map(({ channelId }) => channelId),
    drafts.map(({ clientId }) => clientId),
    drafts.map(({ authorId }) => authorId),
    drafts.map(({ body }) => body),
    drafts.map(({ mentions }) => `{${mentions.join(',')}}`),
    [...new Set(drafts.map(({ channelId }) => channelId))],
  ];
}
