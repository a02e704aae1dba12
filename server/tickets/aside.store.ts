import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { TicketLinkKind } from '#shared/contract/desk.ts';
import type { PersonId, QueueId, TicketEntryId, TicketId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { toTicket } from './tickets.store.ts';

export type Link = { kind: TicketLinkKind; back: boolean; ticket: Ticket };
export type Time = { personId: PersonId; minutes: number; comment: string | null; at: string };

/** From it and to it, with the tickets of these queues. */
export async function linksOf(db: Reader, ticketId: TicketId, queues: ReadonlySet<QueueId>): Promise<Link[]> {
  const rows = await db
    .selectFrom('ticket_links as l')
    .innerJoin('tickets as t', (join) =>
      join.on(sql<boolean>`t.id = case when l.ticket_id = ${ticketId} then l.other_id else l.ticket_id end`),
    )
    .selectAll('t')
    .select(['l.kind as link', sql<boolean>`l.other_id = ${ticketId}`.as('back')])
    .where((where) => where.or([where('l.ticket_id', '=', ticketId), where('l.other_id', '=', ticketId)]))
    .where(sql<boolean>`t.queue_id = any(${[...queues]}::uuid[])`)
    .orderBy('t.number')
    .execute();
  return rows.map(({ link, back, ...row }) => ({ kind: link, back, ticket: toTicket(row) }));
}

export async function countLinks(db: Reader, ticketId: TicketId): Promise<number> {
  const { count } = await db
    .selectFrom('ticket_links')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where((where) => where.or([where('ticket_id', '=', ticketId), where('other_id', '=', ticketId)]))
    .executeTakeFirstOrThrow();
  return count;
}

/** Whichever way round two tickets are linked, there is one link between them. */
export async function deleteLink(tx: Tx, ticketId: TicketId, otherId: TicketId): Promise<boolean> {
  const [gone] = await tx
    .deleteFrom('ticket_links')
    .where((where) =>
      where.or([
        where.and({ ticket_id: ticketId, other_id: otherId }),
        where.and({ ticket_id: otherId, other_id: ticketId }),
      ]),
    )
    .execute();
  return (gone?.numDeletedRows ?? 0n) > 0n;
}

export async function putLink(
  tx: Tx,
  ticketId: TicketId,
  otherId: TicketId,
  kind: TicketLinkKind,
): Promise<void> {
  await deleteLink(tx, ticketId, otherId);
  await tx.insertInto('ticket_links').values({ ticket_id: ticketId, other_id: otherId, kind }).execute();
}

export async function followersOf(db: Reader, ticketId: TicketId): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('ticket_followers')
    .select('person_id')
    .where('ticket_id', '=', ticketId)
    .limit(200)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

export async function addFollower(tx: Tx, ticketId: TicketId, personId: PersonId): Promise<void> {
  await tx
    .insertInto('ticket_followers')
    .values({ ticket_id: ticketId, person_id: personId })
    .onConflict((conflict) => conflict.columns(['person_id', 'ticket_id']).doNothing())
    .execute();
}

export async function removeFollower(tx: Tx, ticketId: TicketId, personId: PersonId): Promise<void> {
  await tx
    .deleteFrom('ticket_followers')
    .where('ticket_id', '=', ticketId)
    .where('person_id', '=', personId)
    .execute();
}

export async function minutesOf(db: Reader, ticketId: TicketId): Promise<number> {
  const { minutes } = await db
    .selectFrom('ticket_times')
    .select(sql<number>`coalesce(sum(minutes), 0)::int`.as('minutes'))
    .where('ticket_id', '=', ticketId)
    .executeTakeFirstOrThrow();
  return minutes;
}

export async function timesOf(db: Reader, ticketId: TicketId): Promise<Time[]> {
  const rows = await db
    .selectFrom('ticket_times')
    .select(['person_id', 'minutes', 'comment', 'at'])
    .where('ticket_id', '=', ticketId)
    .orderBy('at', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ person_id, at, ...row }) => ({ ...row, personId: person_id, at: at.toISOString() }));
}

/** The same id twice is one. */
export async function insertTime(
  tx: Tx,
  time: Time & { id: TicketEntryId; ticketId: TicketId },
): Promise<void> {
  const { id, ticketId, personId, minutes, comment, at } = time;
  await tx
    .insertInto('ticket_times')
    .values({ id, ticket_id: ticketId, person_id: personId, minutes, comment, at: new Date(at) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
