import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, QueueId } from '#shared/contract/ids.ts';

export type QueueRow = { id: QueueId; name: string; restricted: boolean };

export const findQueue = (db: Reader, id: QueueId): Promise<QueueRow | undefined> =>
  db.selectFrom('ticket_queues').select(['id', 'name', 'restricted']).where('id', '=', id).executeTakeFirst();

export async function queueMembers(db: Reader, queueId: QueueId): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('ticket_queue_members')
    .select('person_id')
    .where('queue_id', '=', queueId)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** A new one comes last. */
export async function putQueue(tx: Tx, { id, name, restricted }: QueueRow): Promise<void> {
  await tx
    .insertInto('ticket_queues')
    .values({
      id,
      name,
      restricted,
      place: sql<number>`(select coalesce(max(place), 0) + 1 from ticket_queues)`,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, restricted }))
    .execute();
}

export async function setQueueMembers(tx: Tx, queueId: QueueId, people: readonly PersonId[]): Promise<void> {
  await tx
    .deleteFrom('ticket_queue_members')
    .where('queue_id', '=', queueId)
    .where(sql<boolean>`person_id <> all(${people}::uuid[])`)
    .execute();
  await sql`insert into ticket_queue_members (queue_id, person_id) select ${queueId}, unnest(${people}::uuid[])
    on conflict do nothing`.execute(tx);
}
