import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, QueueId } from '#shared/contract/ids.ts';
import type { Agent } from './dealing.ts';

/** Members of each queue. */
export async function membersOf(
  db: Reader,
  queues: readonly QueueId[],
): Promise<{ queueId: QueueId; personId: PersonId }[]> {
  const { rows } = await sql<{ queueId: QueueId; personId: PersonId }>`
    select m.queue_id as "queueId", m.person_id as "personId"
    from ticket_queue_members m join people p on p.id = m.person_id
    where m.queue_id = any(${queues}::uuid[]) and p.kind = 'member' and p.suspended_at is null`.execute(db);
  return rows;
}

/** From the figures of the dashboard, not from the tickets. */
export async function agentsOf(db: Reader, people: readonly PersonId[]): Promise<Agent[]> {
  const { rows } = await sql<Agent>`
    select p.id as "personId", a.dealt_at as "dealtAt", (
      select coalesce(sum(count), 0)::int from ticket_counts c
      where c.assignee_id = p.id and c.status not in ('solved', 'closed')
    ) as load
    from unnest(${people}::uuid[]) p (id) left join ticket_agents a on a.person_id = p.id`.execute(db);
  return rows;
}

/** Locked for the rest of the transaction, so that two who deal at once do not begin with the same person. */
export async function lockAgents(tx: Tx, people: readonly PersonId[]): Promise<void> {
  await sql`insert into ticket_agents (person_id) select unnest(${people}::uuid[])
    on conflict (person_id) do nothing`.execute(tx);
  await tx
    .selectFrom('ticket_agents')
    .select('person_id')
    .where(sql<boolean>`person_id = any(${people}::uuid[])`)
    .orderBy('person_id')
    .forUpdate()
    .execute();
}

export async function markDealt(tx: Tx, dealt: readonly PersonId[], at: Date): Promise<void> {
  await tx
    .updateTable('ticket_agents')
    .set({ dealt_at: at })
    .where(sql<boolean>`person_id = any(${dealt}::uuid[])`)
    .execute();
}
