import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // The counters change with every message: room in the page and no index on them keep that update cheap (HOT).
  `create table channels (
    id uuid primary key,
    space_id uuid references spaces on delete cascade,
    meeting_id uuid unique,
    name text collate "und-x-icu" not null,
    topic text not null,
    last_seq integer not null default 0,
    last_position integer not null default 0,
    created_at timestamptz not null,
    archived_at timestamptz,
    check (num_nonnulls(space_id, meeting_id) = 1)
  ) with (fillfactor = 50)`,
  `create index channels_of_space on channels (space_id) where space_id is not null`,

  // No foreign keys here: channels and people are never deleted, and the statement that inserts holds the channel's row,
  // so checking both for every message would be work for nothing.
  `create table messages (
    id uuid primary key,
    channel_id uuid not null,
    position integer not null,
    seq integer not null,
    client_id uuid not null,
    author_id uuid not null,
    body text not null,
    mentions uuid[] not null,
    created_at timestamptz not null,
    edited_at timestamptz,
    deleted_at timestamptz,
    unique (channel_id, position),
    unique (author_id, client_id)
  )`,
  `create index messages_by_seq on messages (channel_id, seq)`,

  `create table message_mentions (
    person_id uuid not null,
    channel_id uuid not null,
    position integer not null,
    primary key (person_id, channel_id, position)
  )`,
  `create index message_mentions_of_message on message_mentions (channel_id, position)`,

  `create table channel_reads (
    person_id uuid not null,
    channel_id uuid not null,
    read_position integer not null,
    primary key (person_id, channel_id)
  ) with (fillfactor = 70)`,
];
