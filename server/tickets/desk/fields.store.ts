import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { TicketField } from '#shared/contract/fields.ts';
import type { TicketFieldsTable } from '../tickets.tables.ts';

const toField = ({ key, kind, archived, content }: Selectable<TicketFieldsTable>): TicketField => ({
  ...content,
  key,
  kind,
  archived,
});

const inOrder = (db: Reader) => db.selectFrom('ticket_fields').selectAll().orderBy('place').orderBy('key');

/** In their order: `maxFields` at most. */
export async function listFields(db: Reader): Promise<TicketField[]> {
  return (await inOrder(db).execute()).map(toField);
}

/** The same, and nobody changes them before a transaction that writes values ends. */
export async function holdFields(tx: Tx): Promise<TicketField[]> {
  return (await inOrder(tx).forShare().execute()).map(toField);
}

/** For who changes them: alone, and after those who hold them. */
export async function lockFields(tx: Tx): Promise<TicketField[]> {
  await sql`lock table ticket_fields in exclusive mode`.execute(tx);
  return await listFields(tx);
}

export async function putField(
  tx: Tx,
  { key, kind, archived, ...content }: TicketField,
  place: number,
): Promise<void> {
  const changing = { archived, content: JSON.stringify(content) };
  await tx
    .insertInto('ticket_fields')
    .values({ key, kind, place, ...changing })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(changing))
    .execute();
}

export async function deleteField(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom('ticket_fields').where('key', '=', key).execute();
}

export async function placeFields(tx: Tx, keys: readonly string[]): Promise<void> {
  await sql`update ticket_fields set place = sorted.place
    from unnest(${keys}::text[]) with ordinality as sorted (key, place)
    where ticket_fields.key = sorted.key`.execute(tx);
}

export async function isFieldUsed(db: Reader, key: string): Promise<boolean> {
  const found = await db
    .selectFrom('tickets')
    .select('id')
    .where(sql<boolean>`fields <> '{}' and fields ? ${key}`)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
