import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Outlives its ticket and its entry until its bytes are gone too.
  `create table ticket_attachments (
    id uuid primary key,
    ticket_id uuid references tickets on delete set null,
    entry_id uuid references ticket_entries (id) on delete set null deferrable initially deferred,
    uploader_id uuid not null references people,
    name text not null,
    type text,
    size integer,
    sha256 text,
    expires_at timestamptz
  )`,
  `create index ticket_attachments_of_ticket on ticket_attachments (ticket_id)`,
  `create index ticket_attachments_of_entry on ticket_attachments (entry_id)`,
  `create index ticket_attachments_passing on ticket_attachments (id) where entry_id is null or expires_at is not null`,

  `alter table ticket_queues
    add column remind_after_hours integer default 48,
    add column close_after_hours integer default 48,
    add column keep_attachments boolean not null default true`,
  `alter table tickets add column reminded_at timestamptz`,
];
