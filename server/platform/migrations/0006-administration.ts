import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table organisation
    add column lobby_by_default boolean not null default true,
    add column guests boolean not null default true,
    add column session_days integer not null default 30 check (session_days between 1 and 365),
    add column audit_days integer not null default 365 check (audit_days between 30 and 3650)`,

  // Small, since equal keys are stored once: counting a kind reads this and not the table.
  `create index people_by_kind on people (kind)`,
  `create index people_suspended on people (id) where suspended_at is not null`,
  `create index spaces_by_name on spaces (name, id)`,
  `create index spaces_name_search on spaces using gin (lower(name) gin_trgm_ops)`,
  `create index spaces_living on spaces (id) where archived_at is null`,
  `create index api_tokens_of_person_used on api_tokens (person_id, last_used_at)`,

  // The head of the chain and where it begins: everything up to \`base_seq\` was cut. Updated with every entry (HOT).
  `create table audit_chain (
    id smallint primary key check (id = 1),
    seq bigint not null,
    hash bytea not null,
    base_seq bigint not null,
    base_hash bytea not null,
    check (base_seq <= seq)
  ) with (fillfactor = 10)`,
  `insert into audit_chain values (1, 0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'))`,

  // No foreign keys: an entry is true whatever becomes of what it tells of.
  `create table audit_entries (
    seq bigint primary key,
    id uuid not null,
    at timestamptz not null,
    actor_id uuid,
    actor_name text,
    action text collate "C" not null,
    target_kind text,
    target_id text,
    target_name text,
    facts jsonb not null,
    address text,
    hash bytea not null,
    domain text collate "C" generated always as (split_part(action, '.', 1)) stored,
    searchable text generated always as (lower(
      coalesce(actor_name, '') || ' ' || coalesce(target_name, '') || ' ' || coalesce(address, '') || ' ' || (facts #>> '{}')
    )) stored,
    check ((actor_id is null) = (actor_name is null)),
    check ((target_kind is null) = (target_id is null) and (target_id is null) = (target_name is null))
  )`,
  `create index audit_by_action on audit_entries (action, seq)`,
  `create index audit_by_domain on audit_entries (domain, seq)`,
  `create index audit_by_actor on audit_entries (actor_id, seq)`,
  `create index audit_by_time on audit_entries (at, seq)`,
  `create index audit_search on audit_entries using gin (searchable gin_trgm_ops)`,

  `create function audit_never_changes() returns trigger language plpgsql as $$
  begin
    raise exception 'the audit log is never changed' using errcode = 'insufficient_privilege';
  end $$`,
  `create trigger audit_entries_fixed before update or truncate on audit_entries
    for each statement execute function audit_never_changes()`,
  `create function audit_cuts_only() returns trigger language plpgsql as $$
  begin
    if exists (select from gone, audit_chain where gone.seq > audit_chain.base_seq) then
      raise exception 'the audit log is cut at its beginning only' using errcode = 'insufficient_privilege';
    end if;
    return null;
  end $$`,
  `create trigger audit_entries_cut after delete on audit_entries referencing old table as gone
    for each statement execute function audit_cuts_only()`,
];
