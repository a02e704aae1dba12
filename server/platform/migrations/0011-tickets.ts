import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table companies (
    id uuid primary key,
    name text collate "und-x-icu" not null unique,
    created_at timestamptz not null
  )`,
  `create table company_people (
    person_id uuid primary key references people on delete cascade,
    company_id uuid not null references companies on delete cascade
  )`,
  `create index company_people_of_company on company_people (company_id)`,

  `create table ticket_queues (
    id uuid primary key,
    name text collate "und-x-icu" not null unique,
    restricted boolean not null default false,
    place integer not null,
    revision integer not null default 0
  )`,
  `insert into ticket_queues (id, name, place)
    values (gen_random_uuid(), 'Support', 1), (gen_random_uuid(), 'Admin', 2), (gen_random_uuid(), 'Sysadmin', 3)`,
  `create table ticket_queue_members (
    queue_id uuid not null references ticket_queues on delete cascade,
    person_id uuid not null references people on delete cascade,
    primary key (queue_id, person_id)
  )`,

  `create sequence ticket_numbers as integer`,
  `create table tickets (
    id uuid primary key,
    number integer not null unique default nextval('ticket_numbers'),
    seq integer not null,
    subject text not null,
    queue_id uuid not null references ticket_queues,
    status text not null check (status in ('new', 'open', 'pending', 'waiting', 'solved', 'closed')),
    priority text not null check (priority in ('low', 'normal', 'high', 'critical')),
    impact text not null check (impact in ('none', 'minor', 'major', 'crisis')),
    channel text not null check (channel in ('chat', 'widget', 'form', 'mail', 'phone', 'alert', 'api')),
    requester_id uuid not null references people,
    company_id uuid references companies,
    assignee_id uuid references people,
    tags text[] not null default '{}',
    product text,
    department text,
    due_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    first_response_at timestamptz,
    waiting_since timestamptz,
    solved_at timestamptz,
    closed_at timestamptz,
    reopened integer not null default 0
  )`,
  `create index tickets_latest on tickets (updated_at desc, id desc)`,
  `create index tickets_of_queue on tickets (queue_id, updated_at desc, id desc)`,
  `create index tickets_of_assignee on tickets (assignee_id, updated_at desc, id desc)`,
  `create index tickets_of_company on tickets (company_id, updated_at desc, id desc)`,
  `create index tickets_of_requester on tickets (requester_id, updated_at desc, id desc)`,
  `create index tickets_alive on tickets (updated_at desc, id desc) where status <> 'closed'`,
  `create index tickets_owed on tickets (waiting_since) where waiting_since is not null`,
  `create index tickets_by_tag on tickets using gin (tags)`,

  `create table ticket_entries (
    ticket_id uuid not null references tickets on delete cascade,
    seq integer not null,
    id uuid not null unique,
    kind text not null check (kind in ('reply', 'note', 'change')),
    author_id uuid references people,
    body text not null default '',
    before jsonb not null default '{}',
    after jsonb not null default '{}',
    at timestamptz not null,
    primary key (ticket_id, seq)
  )`,

  // Of closed tickets only queue and status are counted apart, so that the rows stay few.
  `create table ticket_counts (
    queue_id uuid not null references ticket_queues,
    status text not null,
    priority text,
    impact text,
    company_id uuid,
    assignee_id uuid,
    count integer not null,
    constraint ticket_counts_key unique nulls not distinct (queue_id, status, priority, impact, company_id, assignee_id)
  )`,
];
