import type { Db, Reader } from '#server/platform/db.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import { unknownSpace } from './space-access.ts';
import { findRole, findRoles } from './space-members.store.ts';

type Somebody = { personId: PersonId };

/** What other domains ask: who is what in a space. An archived space has nobody in it. */
export const createSpaceRoles = ({ db }: { db: Db }) => ({
  roleOf: (reader: Reader, { personId }: Somebody, spaceId: SpaceId): Promise<SpaceRole | undefined> =>
    findRole(reader, personId, spaceId),

  /** `notFound` for everybody else, so that nobody learns of a space that is not theirs. */
  async requireMember(reader: Reader, { personId }: Somebody, spaceId: SpaceId): Promise<SpaceRole> {
    const role = await findRole(reader, personId, spaceId);
    if (!role) throw unknownSpace();
    return role;
  },

  /** Every space the person belongs to, in one query: for lists of what lies in spaces. */
  async rolesOf(reader: Reader, { personId }: Somebody): Promise<Map<SpaceId, SpaceRole>> {
    const rows = await findRoles(reader, personId);
    return new Map(rows.map(({ spaceId, role }) => [spaceId, role]));
  },

  async audiencesOf({ personId }: Somebody): Promise<Audience[]> {
    const rows = await findRoles(db.read, personId);
    return rows.map(({ spaceId }) => audience.space(spaceId));
  },
});
