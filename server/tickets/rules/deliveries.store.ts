import type { Insertable, Selectable } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { TicketId, WebhookId } from '#shared/contract/ids.ts';
import type { Delivery } from '#shared/contract/rules.ts';
import type { TicketDeliveriesTable } from './rules.tables.ts';

/** What one webhook hears of one ticket: delivered in order. */
export type Line = { webhookId: WebhookId; ticketId: TicketId };
type Row = Selectable<TicketDeliveriesTable>;

const shown = ['id', 'event', 'ticket_id', 'at', 'state', 'attempts', 'failure'] as const;

const toDelivery = ({ ticket_id, at, ...row }: Pick<Row, (typeof shown)[number]>): Delivery => ({
  ...row,
  ticketId: ticket_id,
  at: at.toISOString(),
});

export async function insertDelivery(tx: Tx, values: Insertable<TicketDeliveriesTable>): Promise<Delivery> {
  const row = await tx
    .insertInto('ticket_deliveries')
    .values(values)
    .returning(shown)
    .executeTakeFirstOrThrow();
  return toDelivery(row);
}

const waitingIn = (db: Reader, { webhookId, ticketId }: Line) =>
  db
    .selectFrom('ticket_deliveries')
    .where('webhook_id', '=', webhookId)
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'waiting');

/** The first of a line, for this process alone until a time; undefined while another one has it. */
export async function claimFirst(tx: Tx, line: Line, now: Date, until: Date): Promise<Row | undefined> {
  const row = await waitingIn(tx, line).selectAll().orderBy('id').limit(1).forUpdate().executeTakeFirst();
  if (!row || (row.claimed_until && row.claimed_until > now)) return undefined;
  await tx.updateTable('ticket_deliveries').set({ claimed_until: until }).where('id', '=', row.id).execute();
  return row;
}

export async function hasWaiting(db: Reader, line: Line): Promise<boolean> {
  return (await waitingIn(db, line).select('id').limit(1).executeTakeFirst()) !== undefined;
}

export const asJson = (failure: Delivery['failure']): string | null => failure && JSON.stringify(failure);

type Outcome = Pick<Delivery, 'state' | 'attempts' | 'failure'>;
export async function settleDelivery(tx: Tx, id: string, outcome: Outcome): Promise<void> {
  await tx
    .updateTable('ticket_deliveries')
    .set({ ...outcome, failure: asJson(outcome.failure), claimed_until: null })
    .where('id', '=', id)
    .execute();
}

export async function lastDeliveries(db: Reader, webhookId: WebhookId, limit: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('ticket_deliveries')
    .select(shown)
    .where('webhook_id', '=', webhookId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toDelivery);
}

export async function cutDeliveries(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('ticket_deliveries').where('at', '<', before).execute();
}
