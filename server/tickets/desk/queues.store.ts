import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { QueueSetup } from '#shared/contract/desk.ts';
import type { PersonId, QueueId } from '#shared/contract/ids.ts';
import { toQueue } from '../desk.store.ts';
import type { TicketQueuesTable } from '../tickets.tables.ts';

/** With ids instead of members. */
type Found = Omit<QueueSetup, 'members'> & { memberIds: PersonId[] };

/** All queues in the order of the desk, or one. */
export async function findQueues(db: Reader, id: QueueId | undefined, limit: number): Promise<Found[]> {
  const { rows } = await sql<Selectable<TicketQueuesTable> & { member_ids: PersonId[]; load: number }>`
    select q.*,
      (select coalesce(json_agg(person_id), '[]') from ticket_queue_members where queue_id = q.id) as member_ids,
      (select coalesce(sum(count), 0)::int from ticket_counts
        where queue_id = q.id and status not in ('solved', 'closed')) as load
    from ticket_queues q where ${id ? sql`q.id = ${id}` : sql`true`} order by q.place, q.id limit ${limit}`.execute(
    db,
  );
  return rows.map(({ member_ids: memberIds, load, ...row }) => ({
    ...toQueue(row),
    overdueHours: row.overdue_hours,
    memberIds,
    load,
  }));
}

/** Nobody else adds or archives one until the transaction ends. */
export async function lockQueues(tx: Tx): Promise<QueueId[]> {
  await sql`lock table ticket_queues in share row exclusive mode`.execute(tx);
  return (await tx.selectFrom('ticket_queues').select('id').execute()).map(({ id }) => id);
}

/** A new one comes last. */
export async function putQueue(
  tx: Tx,
  { id, name, restricted }: { id: QueueId; name: string; restricted: boolean },
): Promise<void> {
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

/** Answers its name; undefined when there is no such queue. */
export async function setArchived(tx: Tx, id: QueueId, archived: boolean): Promise<string | undefined> {
  const row = await tx
    .updateTable('ticket_queues')
    .set({ archived })
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
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
