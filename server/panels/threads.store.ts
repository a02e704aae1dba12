import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import type { Thread } from '#shared/contract/panels.ts';

const maxThreads = 100;
const maxUnread = 100;

/** Three short walks along indexes, not one through all tickets. Notes count for whoever has the ticket. */
export async function listThreads(db: Reader, personId: PersonId): Promise<Thread[]> {
  const { rows } = await sql<Omit<Thread, 'updatedAt'> & { updatedAt: Date }>`
    with mine as (
      (select id from tickets where requester_id = ${personId} and status <> 'closed'
        order by updated_at desc limit ${maxThreads})
      union (select id from tickets where assignee_id = ${personId} and status <> 'closed'
        order by updated_at desc limit ${maxThreads})
      union (select id from tickets where people @> array[${personId}::text] and status <> 'closed'
        order by updated_at desc limit ${maxThreads})
    )
    select t.id as "ticketId", t.number, t.subject, t.status, t.requester_id as "requesterId", t.seq,
      t.updated_at as "updatedAt", unread.count as unread
    from mine join tickets t using (id)
    left join ticket_reads r on r.ticket_id = t.id and r.person_id = ${personId}
    cross join lateral (
      select count(*)::int from (
        select from ticket_entries e
        where e.ticket_id = t.id and e.seq > coalesce(r.seq, 0) and e.author_id is distinct from ${personId}::uuid
          and e.kind <> 'change' and (e.kind not in ('note', 'sla') or t.assignee_id = ${personId})
        limit ${maxUnread}
      ) some_entries
    ) unread
    order by t.updated_at desc, t.id desc limit ${maxThreads}`.execute(db);
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
}

/** Forward only; false when it was there already. */
export async function markRead(
  tx: Tx,
  personId: PersonId,
  ticketId: TicketId,
  seq: number,
): Promise<boolean> {
  const moved = await tx
    .insertInto('ticket_reads')
    .values({ person_id: personId, ticket_id: ticketId, seq })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'ticket_id']).doUpdateSet({ seq }).where('ticket_reads.seq', '<', seq),
    )
    .returning('seq')
    .executeTakeFirst();
  return moved !== undefined;
}
