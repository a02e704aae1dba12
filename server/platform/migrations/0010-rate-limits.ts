import { type Kysely, sql } from 'kysely';

/** Not logged: a crash of the database gives everybody their attempts back, and nothing else is lost. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create unlogged table rate_limits (
        key text primary key,
        points integer not null,
        ends_at timestamptz not null
      )`,
    )
    .execute(db);
}
