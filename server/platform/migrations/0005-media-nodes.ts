import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table media_nodes (
    id uuid primary key,
    label text not null,
    region text not null,
    public_key text not null unique,
    addresses text[] not null,
    capacity integer not null,
    state text not null check (state in ('active', 'cordoned', 'draining', 'removed')),
    added_by uuid references people on delete set null,
    added_at timestamptz not null,
    last_seen_at timestamptz
  )`,

  `create table node_join_tokens (
    id uuid primary key,
    token_hash bytea not null unique,
    label text,
    region text not null,
    created_by uuid not null references people on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_by uuid references media_nodes on delete cascade,
    used_at timestamptz,
    check ((used_by is null) = (used_at is null))
  )`,
  `create index node_join_tokens_expiry on node_join_tokens (expires_at)`,
];
