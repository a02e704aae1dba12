import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table ticket_links (
    ticket_id uuid not null references tickets on delete cascade,
    other_id uuid not null references tickets on delete cascade,
    kind text not null check (kind in ('parent', 'duplicate', 'related')),
    primary key (ticket_id, other_id),
    check (ticket_id <> other_id)
  )`,
  `create index ticket_links_back on ticket_links (other_id)`,
  `create table ticket_followers (
    person_id uuid not null references people on delete cascade,
    ticket_id uuid not null references tickets on delete cascade,
    primary key (person_id, ticket_id)
  )`,
  `create index ticket_followers_of_ticket on ticket_followers (ticket_id)`,
  `create table ticket_times (
    id uuid primary key,
    ticket_id uuid not null references tickets on delete cascade,
    person_id uuid not null references people,
    minutes integer not null check (minutes > 0),
    comment text,
    at timestamptz not null
  )`,
  `create index ticket_times_of_ticket on ticket_times (ticket_id, at desc)`,
];
