import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Ids as text: the driver has no parser for uuid[].
  `alter table tickets add column people text[] not null default '{}'`,
  `create index tickets_of_people on tickets using gin (people)`,
  // The contract closes the set of kinds, and they grow with it.
  `alter table ticket_entries drop constraint if exists ticket_entries_kind_check`,
];
