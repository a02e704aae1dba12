import { sql } from 'kysely';
import type { Reader } from '#server/platform/db.ts';
import type { CompanyId, PersonId, TicketId } from '#shared/contract/ids.ts';

/** Those in which a person (not the hub) wrote or changed something after that entry. */
export async function goneOnWith(
  db: Reader,
  kept: readonly { ticketId: TicketId; seq: number }[],
): Promise<Set<TicketId>> {
  const { rows } = await sql<{ ticketId: TicketId }>`
    select distinct e.ticket_id as "ticketId"
    from unnest(${kept.map(({ ticketId }) => ticketId)}::uuid[], ${kept.map(({ seq }) => seq)}::int[]) k (ticket_id, seq)
    join ticket_entries e on e.ticket_id = k.ticket_id and e.seq > k.seq
    where e.author_id is not null`.execute(db);
  return new Set(rows.map(({ ticketId }) => ticketId));
}

export async function companiesOfPeople(
  db: Reader,
  people: readonly PersonId[],
): Promise<Map<PersonId, CompanyId>> {
  const rows = await db
    .selectFrom('company_people')
    .selectAll()
    .where(sql<boolean>`person_id = any(${people}::uuid[])`)
    .execute();
  return new Map(rows.map(({ person_id, company_id }) => [person_id, company_id]));
}
