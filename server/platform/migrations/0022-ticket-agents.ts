import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table ticket_agents (
    person_id uuid primary key references people on delete cascade,
    dealt_at timestamptz
  )`,
  `create index ticket_counts_of_assignee on ticket_counts (assignee_id) where assignee_id is not null`,
];
