import { type Kysely, sql } from 'kysely';

/** What went wrong becomes a reason that can be told in any language. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ticket_deliveries rename error to failure`.execute(db);
  await sql`
    alter table ticket_deliveries alter failure type jsonb
      using case when failure is not null then jsonb_build_object('reason', 'unreachable', 'detail', failure) end`.execute(
    db,
  );
}
