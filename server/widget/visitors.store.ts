import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, WidgetId } from '#shared/contract/ids.ts';
import type { VisitorAnswer } from './widget.tables.ts';

export type NewVisitor = {
  personId: PersonId;
  widgetId: WidgetId;
  email: string | null;
  answers: VisitorAnswer[];
  page: string;
  now: Date;
};

export async function insertVisitor(tx: Tx, visitor: NewVisitor): Promise<void> {
  await tx
    .insertInto('visitors')
    .values({
      person_id: visitor.personId,
      widget_id: visitor.widgetId,
      email: visitor.email,
      answers: JSON.stringify(visitor.answers),
      page: visitor.page,
      created_at: visitor.now,
    })
    .execute();
}

export const findVisitor = (db: Reader, personId: PersonId) =>
  db
    .selectFrom('visitors')
    .leftJoin('widgets', 'widgets.id', 'visitors.widget_id')
    .select([
      'visitors.widget_id as widgetId',
      'visitors.email',
      'visitors.answers',
      'visitors.page',
      'visitors.created_at as createdAt',
      'widgets.name as widgetName',
    ])
    .where('visitors.person_id', '=', personId)
    .executeTakeFirst();

// --- links ---------------------------------------------------------------------------------------

type Link = { secretHash: Buffer; personId: PersonId; widgetId: WidgetId; expiresAt: Date };

/** The one before is worthless from now on. */
export async function replaceReturnLink(tx: Tx, link: Link): Promise<void> {
  const changing = { secret_hash: link.secretHash, widget_id: link.widgetId, expires_at: link.expiresAt };
  await tx
    .insertInto('visitor_links')
    .values({ ...changing, person_id: link.personId, path: null })
    .onConflict((conflict) => conflict.column('person_id').where('path', 'is', null).doUpdateSet(changing))
    .execute();
}

export async function insertEntryLink(tx: Tx, link: Link & { path: string }): Promise<void> {
  await tx
    .insertInto('visitor_links')
    .values({
      secret_hash: link.secretHash,
      person_id: link.personId,
      widget_id: link.widgetId,
      path: link.path,
      expires_at: link.expiresAt,
    })
    .execute();
}

export const findReturnLink = (db: Reader, secretHash: Buffer, widgetId: WidgetId, now: Date) =>
  db
    .selectFrom('visitor_links')
    .select('person_id as personId')
    .where('secret_hash', '=', secretHash)
    .where('widget_id', '=', widgetId)
    .where('path', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();

/** Of two that use it at once, one gets it. */
export const takeEntryLink = (tx: Tx, secretHash: Buffer, now: Date) =>
  tx
    .deleteFrom('visitor_links')
    .where('secret_hash', '=', secretHash)
    .where('path', 'is not', null)
    .where('expires_at', '>', now)
    .returning(['person_id as personId', 'path'])
    .executeTakeFirst();

export async function deleteExpiredLinks(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('visitor_links').where('expires_at', '<=', now).execute();
}
