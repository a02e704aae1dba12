import type { Selectable } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { WebhookId } from '#shared/contract/ids.ts';
import type { Webhook } from '#shared/contract/rules.ts';
import type { TicketWebhooksTable } from './rules.tables.ts';

/** As it is stored: its secret is not. */
export type StoredWebhook = Omit<Webhook, 'secret'>;

const toWebhook = ({ updated_at, ...row }: Selectable<TicketWebhooksTable>): StoredWebhook => ({
  ...row,
  updatedAt: updated_at.toISOString(),
});

/** `maxWebhooks` at most. */
export async function listWebhooks(db: Reader): Promise<StoredWebhook[]> {
  const rows = await db.selectFrom('ticket_webhooks').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toWebhook);
}

export async function findWebhook(db: Reader, id: WebhookId): Promise<StoredWebhook | undefined> {
  const row = await db.selectFrom('ticket_webhooks').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toWebhook(row);
}

export async function putWebhook(tx: Tx, { id, updatedAt, ...webhook }: StoredWebhook): Promise<void> {
  const changing = { ...webhook, updated_at: new Date(updatedAt) };
  await tx
    .insertInto('ticket_webhooks')
    .values({ id, ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

/** With all that was to be delivered to it. */
export async function deleteWebhook(tx: Tx, id: WebhookId): Promise<StoredWebhook | undefined> {
  const row = await tx.deleteFrom('ticket_webhooks').where('id', '=', id).returningAll().executeTakeFirst();
  return row && toWebhook(row);
}
