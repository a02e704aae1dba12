import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // A visitor of a web site is a customer without an address that was checked and without a password.
  `alter table people drop constraint people_check2,
    add constraint people_credentials check (
      case kind when 'guest' then email is null and password_hash is null
        when 'member' then email is not null or password_hash is not null else true end)`,

  `create table widgets (
    id uuid primary key,
    key text not null unique,
    name text collate "und-x-icu" not null,
    queue_id uuid references ticket_queues on delete set null,
    settings jsonb not null,
    created_at timestamptz not null
  )`,

  `alter table sessions add column widget_id uuid references widgets on delete cascade`,
  `create index sessions_of_widget on sessions (widget_id) where widget_id is not null`,

  `create table visitors (
    person_id uuid primary key references people on delete cascade,
    widget_id uuid references widgets on delete set null,
    email text,
    answers jsonb not null,
    page text not null,
    created_at timestamptz not null
  )`,
  `create index visitors_of_widget on visitors (widget_id)`,

  // Without a path: to come back. With one: to enter there, once.
  `create table visitor_links (
    secret_hash bytea primary key,
    person_id uuid not null references people on delete cascade,
    widget_id uuid not null references widgets on delete cascade,
    path text,
    expires_at timestamptz not null
  )`,
  `create unique index visitor_links_back on visitor_links (person_id) where path is null`,
  `create index visitor_links_of_person on visitor_links (person_id)`,
  `create index visitor_links_of_widget on visitor_links (widget_id)`,
  `create index visitor_links_by_expiry on visitor_links (expires_at)`,
];
