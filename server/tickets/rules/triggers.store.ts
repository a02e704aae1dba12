import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { TicketId, TriggerId } from '#shared/contract/ids.ts';
import type { Trigger } from '#shared/contract/rules.ts';
import type { TicketTriggersTable } from './rules.tables.ts';

const toTrigger = ({ id, name, enabled, content, updated_at }: Selectable<TicketTriggersTable>): Trigger => ({
  ...content,
  id,
  name,
  enabled,
  updatedAt: updated_at.toISOString(),
});

/** In the order in which they are asked: `maxTriggers` at most. */
export async function listTriggers(db: Reader): Promise<Trigger[]> {
  const rows = await db.selectFrom('ticket_triggers').selectAll().orderBy('place').orderBy('id').execute();
  return rows.map(toTrigger);
}

/** Nobody else adds, removes or orders them until the transaction ends. */
export async function lockTriggers(tx: Tx): Promise<Trigger[]> {
  await sql`lock table ticket_triggers in share row exclusive mode`.execute(tx);
  return await listTriggers(tx);
}

export async function putTrigger(tx: Tx, trigger: Trigger, place: number): Promise<void> {
  const { id, name, enabled, when, match, conditions, actions, notice, updatedAt } = trigger;
  const changing = {
    name,
    enabled,
    content: JSON.stringify({ when, match, conditions, actions, notice }),
    updated_at: new Date(updatedAt),
  };
  await tx
    .insertInto('ticket_triggers')
    .values({ id, place, ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

export async function deleteTrigger(tx: Tx, id: TriggerId): Promise<void> {
  await tx.deleteFrom('ticket_triggers').where('id', '=', id).execute();
}

export async function placeTriggers(tx: Tx, ids: readonly TriggerId[]): Promise<void> {
  await sql`update ticket_triggers set place = sorted.place
    from unnest(${ids}::uuid[]) with ordinality as sorted (id, place)
    where ticket_triggers.id = sorted.id`.execute(tx);
}

// --- what they have judged -----------------------------------------------------------------------

/** False when rules have followed from this entry already, or it is gone. */
export async function markRuled(tx: Tx, ticketId: TicketId, seq: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('ticket_entries')
    .set({ ruled: true })
    .where('ticket_id', '=', ticketId)
    .where('seq', '=', seq)
    .where('ruled', '=', false)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Tickets that have waited since before a time and were not judged for this wait, the longest first. */
export async function findWaiting(
  db: Reader,
  triggerId: TriggerId,
  before: Date,
  limit: number,
): Promise<TicketId[]> {
  const rows = await db
    .selectFrom('tickets')
    .leftJoin('ticket_trigger_waits as judged', (join) =>
      join.onRef('judged.ticket_id', '=', 'tickets.id').on('judged.trigger_id', '=', triggerId),
    )
    .select('tickets.id')
    .where('tickets.waiting_since', '<', before)
    .where(sql<boolean>`judged.waiting_since is distinct from tickets.waiting_since`)
    .orderBy('tickets.waiting_since')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** False when it was judged for this wait already, or the trigger is gone. */
export async function markWait(
  tx: Tx,
  triggerId: TriggerId,
  ticketId: TicketId,
  waitingSince: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into ticket_trigger_waits (trigger_id, ticket_id, waiting_since)
    select id, ${ticketId}, ${waitingSince} from ticket_triggers where id = ${triggerId}
    on conflict (trigger_id, ticket_id) do update set waiting_since = excluded.waiting_since
      where ticket_trigger_waits.waiting_since <> excluded.waiting_since`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
