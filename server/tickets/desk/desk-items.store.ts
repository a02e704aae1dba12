import type { Reader, Tx } from '#server/platform/db.ts';
import type { DeskItemId, PersonId } from '#shared/contract/ids.ts';
import type { DeskItemKind } from '../tickets.tables.ts';

export type DeskItem = {
  id: DeskItemId;
  kind: DeskItemKind;
  ownerId: PersonId;
  shared: boolean;
  name: string;
  content: Record<string, unknown>;
  updatedAt: string;
};

const columns = ['id', 'kind', 'owner_id', 'shared', 'name', 'content', 'updated_at'] as const;

type Row = {
  id: DeskItemId;
  kind: DeskItemKind;
  owner_id: PersonId;
  shared: boolean;
  name: string;
  content: Record<string, unknown>;
  updated_at: Date;
};
const toItem = ({ owner_id, updated_at, ...row }: Row): DeskItem => ({
  ...row,
  ownerId: owner_id,
  updatedAt: updated_at.toISOString(),
});

/** Those of a person and those of everybody, by name. */
export async function listItems(
  db: Reader,
  kind: DeskItemKind,
  personId: PersonId,
  limit: number,
): Promise<DeskItem[]> {
  const rows = await db
    .selectFrom('ticket_desk_items')
    .select(columns)
    .where('kind', '=', kind)
    .where((where) => where.or([where('owner_id', '=', personId), where('shared', '=', true)]))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toItem);
}

export async function findItem(db: Reader, id: DeskItemId): Promise<DeskItem | undefined> {
  const row = await db
    .selectFrom('ticket_desk_items')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toItem(row);
}

export async function lockItem(tx: Tx, id: DeskItemId): Promise<DeskItem | undefined> {
  const row = await tx
    .selectFrom('ticket_desk_items')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && toItem(row);
}

export async function countItems(db: Reader, kind: DeskItemKind, ownerId: PersonId): Promise<number> {
  const { count } = await db
    .selectFrom('ticket_desk_items')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('kind', '=', kind)
    .where('owner_id', '=', ownerId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function putItem(tx: Tx, item: DeskItem): Promise<void> {
  const changing = {
    shared: item.shared,
    name: item.name,
    content: JSON.stringify(item.content),
    updated_at: new Date(item.updatedAt),
  };
  await tx
    .insertInto('ticket_desk_items')
    .values({ id: item.id, kind: item.kind, owner_id: item.ownerId, ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

export async function deleteItem(tx: Tx, id: DeskItemId): Promise<void> {
  await tx.deleteFrom('ticket_desk_items').where('id', '=', id).execute();
}
