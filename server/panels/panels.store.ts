import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { MessageId, PanelCategoryId, PanelId, PersonId } from '#shared/contract/ids.ts';
import type { PanelSettings } from '#shared/contract/panels.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import type { PanelsTable } from './panels.tables.ts';

export type PanelRow = { panel: PanelSettings; messageId: MessageId | null; authorId: PersonId };

const toPanel = (row: Selectable<PanelsTable>): PanelRow => ({
  panel: {
    id: row.id,
    channelId: row.channel_id,
    title: row.title,
    text: row.text,
    categories: row.categories,
  },
  messageId: row.message_id,
  authorId: row.author_id,
});

/** The one that has this id: made now, or before. */
export async function insertPanel(tx: Tx, panel: PanelSettings, authorId: PersonId): Promise<PanelRow> {
  const { id, channelId, title, text, categories } = panel;
  await tx
    .insertInto('panels')
    .values({
      id,
      channel_id: channelId,
      author_id: authorId,
      title,
      text,
      categories: JSON.stringify(categories),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return toPanel(await tx.selectFrom('panels').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
}

export async function setPanelMessage(tx: Tx, id: PanelId, messageId: MessageId): Promise<void> {
  await tx.updateTable('panels').set({ message_id: messageId }).where('id', '=', id).execute();
}

export async function updatePanel(
  tx: Tx,
  id: PanelId,
  { title, text, categories }: Pick<PanelSettings, 'title' | 'text' | 'categories'>,
): Promise<PanelRow> {
  const row = await tx
    .updateTable('panels')
    .set({ title, text, categories: JSON.stringify(categories) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toPanel(row);
}

export async function findPanel(db: Reader, id: PanelId): Promise<PanelRow | undefined> {
  const row = await db.selectFrom('panels').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toPanel(row);
}

/** Notes where a ticket came from, unless its requester has so many of there open: then false. */
export async function addPanelTicket(
  tx: Tx,
  ticket: Pick<Ticket, 'id' | 'requesterId'>,
  categoryId: PanelCategoryId,
  maxOpen: number,
): Promise<boolean> {
  const { id, requesterId } = ticket;
  // Two clicks at once are counted one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${categoryId}:${requesterId}`}, 0))`.execute(tx);
  const { open } = await tx
    .selectFrom('panel_tickets as p')
    .innerJoin('tickets as t', 't.id', 'p.ticket_id')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('p.category_id', '=', categoryId)
    .where('p.person_id', '=', requesterId)
    .where('t.status', 'not in', ['solved', 'closed'])
    .executeTakeFirstOrThrow();
  if (open >= maxOpen) return false;
  await tx
    .insertInto('panel_tickets')
    .values({ ticket_id: id, category_id: categoryId, person_id: requesterId })
    .execute();
  return true;
}
