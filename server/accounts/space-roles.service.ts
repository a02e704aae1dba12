import type { Db } from '#server/platform/db.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import { findMembersAmong, findRole, findRoles } from './space-members.store.ts';

/** What other domains ask: who is what in a space. An archived space has nobody in it. */
export const createSpaceRoles = ({ db }: { db: Db }) => ({
  roleOf: (personId: PersonId, spaceId: SpaceId): Promise<SpaceRole | undefined> =>
    findRole(db.read, personId, spaceId),

  /** Every space the person belongs to, in one query: for lists of what lies in spaces. */
  async rolesOf(personId: PersonId): Promise<Map<SpaceId, SpaceRole>> {
    const rows = await findRoles(db.read, personId);
    return new Map(rows.map(({ spaceId, role }) => [spaceId, role]));
  },

  /** Those of these people who belong to the space. */
  membersAmong: (spaceId: SpaceId, people: readonly PersonId[]): Promise<PersonId[]> =>
    findMembersAmong(db.read, spaceId, people),

  async audiencesOf({ personId }: { personId: PersonId }): Promise<Audience[]> {
    const rows = await findRoles(db.read, personId);
    return rows.map(({ spaceId }) => audience.space(spaceId));
  },
});
