import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index tickets_promised on tickets (queue_id, sla_due_at) where sla_due_at is not null`.execute(
    db,
  );
}
