import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table spaces (
    id uuid primary key,
    name text collate "und-x-icu" not null,
    kind text not null check (kind in ('team', 'client', 'public')),
    description text not null,
    member_count integer not null default 0 check (member_count >= 0),
    created_by uuid not null references people,
    created_at timestamptz not null,
    archived_at timestamptz
  )`,
  `create index spaces_public on spaces (name, id) where kind = 'public' and archived_at is null`,

  `create table space_members (
    space_id uuid not null references spaces on delete cascade,
    person_id uuid not null references people on delete cascade,
    role text not null check (role in ('owner', 'moderator', 'member')),
    since timestamptz not null,
    primary key (space_id, person_id)
  )`,
  `create index space_members_of_person on space_members (person_id, space_id)`,
  `create index space_owners on space_members (space_id) where role = 'owner'`,
];
