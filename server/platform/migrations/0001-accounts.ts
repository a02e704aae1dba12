import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create extension if not exists pg_trgm`,

  `create table organisation (
    id smallint primary key check (id = 1),
    name text,
    created_at timestamptz,
    setup_hash bytea
  )`,
  `insert into organisation (id) values (1)`,

  `create table people (
    id uuid primary key,
    kind text not null check (kind in ('member', 'guest', 'customer')),
    display_name text collate "und-x-icu" not null,
    folded_name text not null,
    email text,
    password_hash text,
    locale text not null,
    time_zone text not null,
    is_admin boolean not null default false check (kind = 'member' or not is_admin),
    suspended_at timestamptz,
    avatar_key text,
    guest_meeting_id uuid,
    guest_meeting_code text,
    created_at timestamptz not null,
    check ((kind = 'guest') = (guest_meeting_id is not null and guest_meeting_code is not null)),
    check ((kind = 'guest') = (email is null and password_hash is null))
  )`,
  `create unique index people_email on people (lower(email))`,
  `create index people_by_name on people (display_name, id)`,
  `create index people_by_kind_and_name on people (kind, display_name, id)`,
  `create index people_name_search on people using gin (folded_name gin_trgm_ops)`,
  `create index people_email_search on people using gin (lower(email) gin_trgm_ops)`,
  `create index people_administrators on people (id) where is_admin and suspended_at is null`,

  `create table sessions (
    id uuid primary key,
    person_id uuid not null references people on delete cascade,
    token_hash bytea not null unique,
    address text not null,
    user_agent text not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create index sessions_of_person on sessions (person_id, id)`,
  `create index sessions_by_expiry on sessions (expires_at)`,

  `create table api_tokens (
    id uuid primary key,
    person_id uuid not null references people on delete cascade,
    token_hash bytea not null unique,
    name text not null,
    scopes text[] not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    expires_at timestamptz
  )`,
  `create index api_tokens_of_person on api_tokens (person_id, id)`,
  `create index api_tokens_by_expiry on api_tokens (expires_at)`,

  `create table invitations (
    id uuid primary key,
    secret_hash bytea not null unique,
    role text not null check (role in ('member', 'administrator', 'customer')),
    email text,
    created_by uuid not null references people on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    max_uses integer check (max_uses > 0),
    uses integer not null default 0 check (max_uses is null or uses <= max_uses)
  )`,
  `create index invitations_of_person on invitations (created_by)`,
  `create index invitations_by_expiry on invitations (expires_at)`,
];
