import { type SqlBool, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { SpaceKind } from '#shared/contract/spaces.ts';
import { containing } from './fold.ts';
import { type SpaceRow, type SpaceView, spaceColumns } from './spaces.present.ts';

/** Spaces that live, each with the person's role. */
const views = (reader: Reader, personId: PersonId) =>
  reader
    .selectFrom('spaces')
    .leftJoin('space_members as mine', (join) =>
      join.onRef('mine.space_id', '=', 'spaces.id').on('mine.person_id', '=', personId),
    )
    .select([...spaceColumns, 'mine.role as role'])
    .where('spaces.archived_at', 'is', null);

export const findSpaceView = (
  reader: Reader,
  personId: PersonId,
  spaceId: SpaceId,
): Promise<SpaceView | undefined> =>
  views(reader, personId).where('spaces.id', '=', spaceId).executeTakeFirst();

/** Whoever changes a space or its membership holds this lock: counts and the last owner stay true. */
export const lockSpaceView = (tx: Tx, personId: PersonId, spaceId: SpaceId): Promise<SpaceView | undefined> =>
  views(tx, personId).where('spaces.id', '=', spaceId).forUpdate('spaces').executeTakeFirst();

/** The person's spaces, and the public ones where `withPublic`; by name. */
export const listSpaceViews = (
  reader: Reader,
  personId: PersonId,
  { withPublic }: { withPublic: boolean },
): Promise<SpaceView[]> =>
  views(reader, personId)
    .where(
      sql<SqlBool>`spaces.id in (
        select space_id from space_members where person_id = ${personId}
        union
        select id from spaces where ${withPublic} and kind = 'public' and archived_at is null
      )`,
    )
    .orderBy('spaces.name')
    .orderBy('spaces.id')
    .limit(500)
    .execute();

export type EverySpaceRow = SpaceRow & { channels: number };

/** By name, then id; one row more than asked for tells that there is another page. */
export function listEverySpace(
  reader: Reader,
  { search, after, limit }: { search: string; after: SpaceId | undefined; limit: number },
): Promise<EverySpaceRow[]> {
  let rows = reader
    .selectFrom('spaces')
    .select(spaceColumns)
    .select(
      sql<number>`(select count(*) from channels where space_id = spaces.id and archived_at is null)`.as(
        'channels',
      ),
    );
  if (search.trim())
    rows = rows.where(sql<SqlBool>`lower(spaces.name) like lower(${containing(search.trim())})`);
  if (after)
    rows = rows.where(
      sql<SqlBool>`(spaces.name, spaces.id) > (select name, id from spaces where id = ${after})`,
    );
  return rows
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
}

type NewSpace = {
  id: SpaceId;
  name: string;
  kind: SpaceKind;
  description: string;
  createdBy: PersonId;
  createdAt: Date;
};

export const insertSpace = (tx: Tx, space: NewSpace): Promise<SpaceRow> =>
  tx
    .insertInto('spaces')
    .values({
      id: space.id,
      name: space.name,
      kind: space.kind,
      description: space.description,
      created_by: space.createdBy,
      created_at: space.createdAt,
    })
    .returning(spaceColumns)
    .executeTakeFirstOrThrow();

export type SpaceChange = { name?: string; description?: string } | { archived_at: Date };

export const updateSpace = (tx: Tx, spaceId: SpaceId, change: SpaceChange): Promise<SpaceRow> =>
  tx
    .updateTable('spaces')
    .set(change)
    .where('id', '=', spaceId)
    .returning(spaceColumns)
    .executeTakeFirstOrThrow();

export const addToMemberCount = (tx: Tx, spaceId: SpaceId, difference: 1 | -1): Promise<SpaceRow> =>
  tx
    .updateTable('spaces')
    .set((set) => ({ member_count: set('member_count', '+', difference) }))
    .where('id', '=', spaceId)
    .returning(spaceColumns)
    .executeTakeFirstOrThrow();
