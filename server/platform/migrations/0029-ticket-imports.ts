import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table ticket_imports (
    id uuid primary key,
    name text not null,
    format text not null check (format in ('csv', 'awesomeSupport')),
    size integer not null,
    sha256 text not null,
    state text not null check (state in ('uploaded', 'running', 'done', 'cancelled', 'undoing', 'undone')),
    settings jsonb,
    created_by uuid not null references people,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    rows integer not null default 0,
    rows_done integer not null default 0,
    skipped integer not null default 0,
    tickets integer not null default 0,
    problems integer not null default 0
  )`,
  `create index ticket_imports_by_age on ticket_imports (created_at desc, id desc)`,
  // What it brought: each of what its file calls by one name once. seq: of the last entry that came with it.
  `create table ticket_import_tickets (
    import_id uuid not null references ticket_imports on delete cascade,
    external_id text not null,
    ticket_id uuid not null references tickets on delete cascade,
    seq integer not null,
    primary key (import_id, external_id)
  )`,
  `create index ticket_import_tickets_of_ticket on ticket_import_tickets (ticket_id)`,
  `create table ticket_import_problems (
    import_id uuid not null references ticket_imports on delete cascade,
    place integer not null,
    line integer not null,
    field text,
    problem text not null,
    value text not null,
    skipped boolean not null,
    primary key (import_id, place)
  )`,
  // Who asks in files without having an account here, so that each of them is one person.
  `create table ticket_import_people (
    key text primary key,
    person_id uuid not null references people on delete cascade
  )`,
  `create index ticket_import_people_of_person on ticket_import_people (person_id)`,
];
