import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import type { Ticket, TicketCount } from '#shared/contract/tickets.ts';

/** Without `before` it is new, without `after` it is gone. */
export type TicketChange = { before: Ticket | undefined; after: Ticket | undefined };

/** Closed tickets are many and the same to a dashboard: of them only the queue counts. */
function keyOf(ticket: Ticket): Omit<TicketCount, 'count'> {
  const { queueId, status } = ticket;
  if (status === 'closed')
    return { queueId, status, priority: null, impact: null, companyId: null, assigneeId: null };
  const { priority, impact, companyId, assigneeId } = ticket;
  return { queueId, status, priority, impact, companyId, assigneeId };
}

/** What these changes do to the counts; nothing where tickets stay where they are. */
export function countDeltasOf(changes: readonly TicketChange[]): TicketCount[] {
  const sums = new Map<string, TicketCount>();
  const add = (ticket: Ticket | undefined, count: number) => {
    if (!ticket) return;
    const key = keyOf(ticket);
    const name = JSON.stringify(key);
    sums.set(name, { ...key, count: (sums.get(name)?.count ?? 0) + count });
  };
  for (const { before, after } of changes) {
    add(before, -1);
    add(after, 1);
  }
  return [...sums.values()].filter(({ count }) => count !== 0);
}

/** Under the lock of the queues' rows, see `figures.store.ts`. */
export async function addCounts(tx: Tx, deltas: readonly TicketCount[]): Promise<void> {
  if (deltas.length === 0) return;
  await tx
    .insertInto('ticket_counts')
    .values(
      deltas.map((delta) => ({
        queue_id: delta.queueId,
        status: delta.status,
        priority: delta.priority,
        impact: delta.impact,
        company_id: delta.companyId,
        assignee_id: delta.assigneeId,
        count: delta.count,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .constraint('ticket_counts_key')
        .doUpdateSet({ count: sql`ticket_counts.count + excluded.count` }),
    )
    .execute();
}

/** Revisions and counts of one moment, of these queues. */
export async function readCounts(
  db: Reader,
  queues: readonly QueueId[],
): Promise<{ queueId: QueueId; revision: number; counts: TicketCount[] }[]> {
  const { rows } = await sql<{ queueId: QueueId; revision: number; counts: TicketCount[] }>`
    select q.id as "queueId", q.revision, coalesce((
      select json_agg(json_build_object('queueId', queue_id, 'status', status, 'priority', priority, 'impact', impact,
        'companyId', company_id, 'assigneeId', assignee_id, 'count', count))
      from ticket_counts where count <> 0 and queue_id = q.id
    ), '[]') as counts from ticket_queues q where q.id = any(${queues}::uuid[]) order by q.place, q.id`.execute(
    db,
  );
  return rows;
}

/** The counts as the tickets themselves give them. */
export const countsOfTickets = sql`
  select queue_id, status, priority, impact, company_id, assignee_id, count(*)::int as count
  from (
    select queue_id, status,
      case when status <> 'closed' then priority end as priority, case when status <> 'closed' then impact end as impact,
      case when status <> 'closed' then company_id end as company_id,
      case when status <> 'closed' then assignee_id end as assignee_id
    from tickets
  ) t group by 1, 2, 3, 4, 5, 6`;

/** For the proof that the counts agree. */
export async function recount(db: Reader): Promise<TicketCount[]> {
  const { rows } = await sql<TicketCount>`
    select queue_id as "queueId", status, priority, impact, company_id as "companyId", assignee_id as "assigneeId", count
    from (${countsOfTickets}) c`.execute(db);
  return rows;
}
