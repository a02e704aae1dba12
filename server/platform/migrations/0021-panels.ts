import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table panels (
    id uuid primary key,
    channel_id uuid not null references channels on delete cascade,
    message_id uuid,
    author_id uuid not null references people,
    title text not null,
    text text not null,
    categories jsonb not null
  )`,
  // Which button a ticket came from, for the limit of a person.
  `create table panel_tickets (
    ticket_id uuid primary key references tickets on delete cascade,
    category_id uuid not null,
    person_id uuid not null references people
  )`,
  `create index panel_tickets_of_person on panel_tickets (category_id, person_id)`,

  `create table desk_channels (
    queue_id uuid primary key references ticket_queues on delete cascade,
    channel_id uuid not null references channels on delete cascade
  )`,

  `create table ticket_reads (
    person_id uuid not null references people on delete cascade,
    ticket_id uuid not null references tickets on delete cascade,
    seq integer not null,
    primary key (person_id, ticket_id)
  )`,
  `create index ticket_reads_of_ticket on ticket_reads (ticket_id)`,
  `create index tickets_alive_of_requester on tickets (requester_id, updated_at desc) where status <> 'closed'`,
  `create index tickets_alive_of_assignee on tickets (assignee_id, updated_at desc) where status <> 'closed'`,
];
