import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table connectors (
    id uuid primary key,
    settings jsonb not null,
    queue_id uuid not null references ticket_queues,
    sealed_key bytea not null,
    key_ending text not null,
    created_at timestamptz not null,
    next_at timestamptz not null,
    read_up_to timestamptz,
    synced_at timestamptz,
    complete_at timestamptz,
    trouble text,
    failing_since timestamptz,
    failures integer not null default 0
  )`,

  // Who asks in the other system, so that each of them is one person here.
  `create table connector_people (
    connector_id uuid not null references connectors on delete cascade,
    external_id text not null,
    person_id uuid not null references people on delete cascade,
    primary key (connector_id, external_id)
  )`,
  `create index connector_people_of_person on connector_people (person_id)`,

  `alter table tickets add column source jsonb`,
  `create unique index tickets_by_source on tickets ((source ->> 'connectorId'), (source ->> 'externalId'))
    where source is not null`,
];
