import type { Insertable } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { WallId } from '#shared/contract/ids.ts';
import type { WallRow, WallsTable } from './wall.tables.ts';

export const insertWall = (tx: Tx, wall: Insertable<WallsTable>): Promise<WallRow> =>
  tx.insertInto('walls').values(wall).returningAll().executeTakeFirstOrThrow();

/** The newest first. */
export const listWalls = (db: Reader): Promise<WallRow[]> =>
  db.selectFrom('walls').selectAll().orderBy('id', 'desc').execute();

export async function countWalls(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('walls')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** A wall whose maker is not suspended. */
export const findWall = (
  db: Reader,
  by: { id: WallId } | { secretHash: Buffer },
): Promise<WallRow | undefined> =>
  db
    .selectFrom('walls')
    .innerJoin('people', 'people.id', 'walls.created_by')
    .selectAll('walls')
    .where('people.suspended_at', 'is', null)
    .where((where) =>
      'id' in by ? where('walls.id', '=', by.id) : where('walls.secret_hash', '=', by.secretHash),
    )
    .executeTakeFirst();

export async function touchWall(tx: Tx, id: WallId, now: Date): Promise<void> {
  await tx.updateTable('walls').set({ seen_at: now }).where('id', '=', id).execute();
}

export const deleteWall = (tx: Tx, id: WallId): Promise<{ name: string } | undefined> =>
  tx.deleteFrom('walls').where('id', '=', id).returning('name').executeTakeFirst();
