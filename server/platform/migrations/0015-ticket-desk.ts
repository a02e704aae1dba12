import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table ticket_desk_items (
    id uuid primary key,
    kind text not null check (kind in ('reply', 'view')),
    owner_id uuid not null references people on delete cascade,
    shared boolean not null,
    name text collate "und-x-icu" not null,
    content jsonb not null,
    updated_at timestamptz not null
  )`,
  `create index ticket_desk_items_of_owner on ticket_desk_items (owner_id, kind)`,
  `create index ticket_desk_items_shared on ticket_desk_items (kind, name, id) where shared`,

  `create table requester_notes (
    person_id uuid primary key references people on delete cascade,
    body text not null,
    author_id uuid not null references people,
    at timestamptz not null
  )`,
];
