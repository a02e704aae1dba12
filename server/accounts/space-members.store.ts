import type { Reader, Tx } from '#server/platform/db.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import { comesAfter } from './people-list.store.ts';
import { cardColumns } from './present.ts';
import type { MemberRow } from './spaces.present.ts';

/** Spaces of a person that live, with their role in each. */
export const findRoles = (reader: Reader, personId: PersonId) =>
  reader
    .selectFrom('space_members')
    .innerJoin('spaces', 'spaces.id', 'space_members.space_id')
    .select(['space_members.space_id as spaceId', 'space_members.role as role'])
    .where('space_members.person_id', '=', personId)
    .where('spaces.archived_at', 'is', null)
    .execute();

export async function findRole(
  reader: Reader,
  personId: PersonId,
  spaceId: SpaceId,
): Promise<SpaceRole | undefined> {
  const row = await reader
    .selectFrom('space_members')
    .innerJoin('spaces', 'spaces.id', 'space_members.space_id')
    .select('space_members.role as role')
    .where('space_members.person_id', '=', personId)
    .where('space_members.space_id', '=', spaceId)
    .where('spaces.archived_at', 'is', null)
    .executeTakeFirst();
  return row?.role;
}

export async function findMembersAmong(
  reader: Reader,
  spaceId: SpaceId,
  people: readonly PersonId[],
): Promise<PersonId[]> {
  if (people.length === 0) return [];
  const rows = await reader
    .selectFrom('space_members')
    .innerJoin('spaces', 'spaces.id', 'space_members.space_id')
    .select('space_members.person_id as id')
    .where('space_members.space_id', '=', spaceId)
    .where('space_members.person_id', 'in', people)
    .where('spaces.archived_at', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

const members = (reader: Reader, spaceId: SpaceId) =>
  reader
    .selectFrom('space_members')
    .innerJoin('people', 'people.id', 'space_members.person_id')
    .select([
      ...cardColumns,
      'people.is_admin as isAdmin',
      'space_members.role as role',
      'space_members.since as since',
    ])
    .where('space_members.space_id', '=', spaceId);

export type MemberWithStanding = MemberRow & { isAdmin: boolean };

export const findMember = (
  reader: Reader,
  spaceId: SpaceId,
  personId: PersonId,
): Promise<MemberWithStanding | undefined> =>
  members(reader, spaceId).where('space_members.person_id', '=', personId).executeTakeFirst();

/** By name, then id; one row more than asked for tells that there is another page. */
export function listMembers(
  reader: Reader,
  spaceId: SpaceId,
  { after, limit }: { after: PersonId | undefined; limit: number },
): Promise<MemberRow[]> {
  let rows = members(reader, spaceId);
  if (after) rows = rows.where(comesAfter(after));
  return rows
    .orderBy('people.display_name')
    .orderBy('people.id')
    .limit(limit + 1)
    .execute();
}

export async function listMemberIds(reader: Reader, spaceId: SpaceId): Promise<PersonId[]> {
  const rows = await reader
    .selectFrom('space_members')
    .select('person_id as id')
    .where('space_id', '=', spaceId)
    .execute();
  return rows.map(({ id }) => id);
}

export async function countOwners(tx: Tx, spaceId: SpaceId): Promise<number> {
  const { count } = await tx
    .selectFrom('space_members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('space_id', '=', spaceId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  return count;
}

type NewMember = { spaceId: SpaceId; personId: PersonId; role: SpaceRole; since: Date };

export async function insertMember(tx: Tx, member: NewMember): Promise<void> {
  const { spaceId: space_id, personId: person_id, role, since } = member;
  await tx.insertInto('space_members').values({ space_id, person_id, role, since }).execute();
}

export async function updateRole(
  tx: Tx,
  spaceId: SpaceId,
  personId: PersonId,
  role: SpaceRole,
): Promise<void> {
  await tx
    .updateTable('space_members')
    .set({ role })
    .where('space_id', '=', spaceId)
    .where('person_id', '=', personId)
    .execute();
}

export async function deleteMember(tx: Tx, spaceId: SpaceId, personId: PersonId): Promise<void> {
  await tx
    .deleteFrom('space_members')
    .where('space_id', '=', spaceId)
    .where('person_id', '=', personId)
    .execute();
}
