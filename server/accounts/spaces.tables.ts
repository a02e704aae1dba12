import type { ColumnType, Generated } from 'kysely';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { SpaceKind, SpaceRole } from '#shared/contract/spaces.ts';

export type SpacesTable = {
  id: ColumnType<SpaceId, SpaceId, never>;
  name: string;
  kind: ColumnType<SpaceKind, SpaceKind, never>;
  description: string;
  /** Kept in the transaction that changes the membership, with the row locked. */
  member_count: Generated<number>;
  created_by: ColumnType<PersonId, PersonId, never>;
  created_at: ColumnType<Date, Date, never>;
  archived_at: ColumnType<Date | null, undefined, Date>;
};

export type SpaceMembersTable = {
  space_id: ColumnType<SpaceId, SpaceId, never>;
  person_id: ColumnType<PersonId, PersonId, never>;
  role: SpaceRole;
  since: ColumnType<Date, Date, never>;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    spaces: SpacesTable;
    space_members: SpaceMembersTable;
  }
}
