import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table meetings (
    id uuid primary key,
    code text not null unique,
    title text collate "und-x-icu" not null,
    space_id uuid references spaces on delete cascade,
    channel_id uuid not null,
    lobby boolean not null,
    created_by uuid not null references people,
    created_at timestamptz not null,
    archived_at timestamptz
  )`,
  `create index meetings_of_space on meetings (space_id, id) where archived_at is null`,
  `create index meetings_by_creator on meetings (created_by, id) where archived_at is null`,

  `create table meeting_people (
    meeting_id uuid not null references meetings on delete cascade,
    person_id uuid not null references people on delete cascade,
    role text check (role in ('host', 'participant')),
    last_entered_at timestamptz,
    primary key (meeting_id, person_id)
  )`,
  `create index meeting_people_by_person on meeting_people (person_id, meeting_id)`,

  `create table meeting_admissions (
    meeting_id uuid not null references meetings on delete cascade,
    person_id uuid not null references people on delete cascade,
    state text not null check (state in ('waiting', 'admitted', 'denied', 'removed')),
    asked_at timestamptz not null,
    answered_at timestamptz,
    hub text,
    barred boolean not null default false,
    primary key (meeting_id, person_id),
    check ((state = 'waiting') = (hub is not null))
  )`,
  `create index meeting_admissions_waiting on meeting_admissions (meeting_id, asked_at) where state = 'waiting'`,
  `create index meeting_admissions_of_person on meeting_admissions (person_id)`,
];
