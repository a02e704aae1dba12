import type { Db, Reader } from '#server/platform/db.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import { unknownSpace } from './space-access.ts';
import { findMembersAmong, findRole, findRoles } from './space-members.store.ts';

/** What other domains ask: who is what in a space. An archived space has nobody in it. */
export const createSpaceRoles = ({ db }: { db: Db }) => ({
  roleOf: (personId: PersonId, spaceId: SpaceId, reader: Reader = db.read): Promise<SpaceRole | undefined> =>
    findRole(reader, personId, spaceId),

  /** `notFound` for everybody else, so that nobody learns of a space that is not theirs. */
  async requireMember(
    reader: Reader,
    { personId }: { personId: PersonId },
    spaceId: SpaceId,
  ): Promise<SpaceRole> {
    const role = await findRole(reader, personId, spaceId);
    if (!role) throw unknownSpace();
    return role;
  },

  /** Every space the person belongs to, in one query: for lists of what lies in spaces. */
  async rolesOf(personId: PersonId, reader: Reader = db.read): Promise<Map<SpaceId, SpaceRole>> {
    const rows = await findRoles(reader, personId);
    return new Map(rows.map(({ spaceId, role }) => [spaceId, role]));
  },

  /** Those of these people who belong to the space. */
  membersAmong: (
    spaceId: SpaceId,
    people: readonly PersonId[],
    reader: Reader = db.read,
  ): Promise<PersonId[]> => findMembersAmong(reader, spaceId, people),

  async audiencesOf({ personId }: { personId: PersonId }): Promise<Audience[]> {
    const rows = await findRoles(db.read, personId);
    return rows.map(({ spaceId }) => audience.space(spaceId));
  },
});
