import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // One row: grows with every change of a policy or a calendar.
  `create table sla_revision (one boolean primary key default true check (one), revision integer not null)`,
  `insert into sla_revision (revision) values (0)`,
  `create table sla_calendars (
    id uuid primary key,
    name text collate "und-x-icu" not null,
    content jsonb not null,
    updated_at timestamptz not null
  )`,
  `create table sla_policies (
    id uuid primary key,
    name text collate "und-x-icu" not null,
    enabled boolean not null,
    calendar_id uuid not null references sla_calendars,
    content jsonb not null,
    updated_at timestamptz not null
  )`,
  `create index sla_policies_of_calendar on sla_policies (calendar_id)`,

  // What is promised of a ticket; the times are those of it that are looked for.
  `alter table tickets
    add column sla jsonb,
    add column sla_due_at timestamptz,
    add column sla_warn_at timestamptz,
    add column sla_tell_at timestamptz,
    add column sla_order timestamptz not null
      generated always as (coalesce(sla_due_at, 'infinity'::timestamptz)) stored,
    add column sla_revision integer not null
      generated always as (coalesce((sla ->> 'revision')::integer, 0)) stored`,
  `create index tickets_by_sla on tickets (sla_order, id)`,
  `create index tickets_sla_due on tickets (sla_due_at) where sla_due_at is not null`,
  `create index tickets_sla_to_tell on tickets (sla_tell_at) where sla_tell_at is not null`,
  `create index tickets_sla_to_reckon on tickets (sla_revision) where status not in ('solved', 'closed')`,
];
