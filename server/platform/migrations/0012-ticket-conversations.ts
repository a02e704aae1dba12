import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table tickets
    add column asked_at timestamptz,
    add column stars smallint check (stars between 1 and 5),
    add column rating_comment text,
    add column rated_at timestamptz,
    add column meeting_id uuid references meetings`,
  `update tickets set asked_at = updated_at where status in ('waiting', 'solved')`,
  `create index tickets_asked on tickets (asked_at) where asked_at is not null`,

  `alter table ticket_entries add column data jsonb not null default '{}'`,
  // The contract closes the set of kinds, and they grow with it.
  `alter table ticket_entries drop constraint ticket_entries_kind_check`,
];
