import type { PersonKind } from '#shared/contract/accounts.ts';
import type { MySpace, SpaceKind, SpaceRole } from '#shared/contract/spaces.ts';
import type { Standing } from './people.policy.ts';

/** What somebody is in a space; null where they have not joined. */
export type SpaceStanding = { kind: SpaceKind; role: SpaceRole | null };

/** Public spaces stand open to every employee; of the others outsiders do not even learn that they exist. */
export const canSee = (viewer: Standing, { kind, role }: SpaceStanding): boolean =>
  role !== null || (kind === 'public' && viewer.kind === 'member');

export const canJoin = (viewer: Standing, space: SpaceStanding): boolean =>
  space.kind === 'public' && canSee(viewer, space);

/** Owners, and administrators wherever they can see the space. */
export const canManage = (viewer: Standing, space: SpaceStanding): boolean =>
  space.role === 'owner' || (viewer.isAdmin && canSee(viewer, space));

export const canModerate = (viewer: Standing, space: SpaceStanding): boolean =>
  space.role === 'moderator' || canManage(viewer, space);

/** Internal spaces are for employees. A customer belongs to client spaces; a guest belongs to a meeting only. */
export const mayBelong = (person: PersonKind, space: SpaceKind): boolean =>
  person === 'member' || (person === 'customer' && space === 'client');

/** Customers are never in charge of a space. Moderators bring in members; who is in charge is the owners' word. */
export const canGiveRole = (
  viewer: Standing,
  space: SpaceStanding,
  target: { person: PersonKind; role: SpaceRole },
): boolean => {
  if (target.role === 'member') return canModerate(viewer, space);
  return target.person === 'member' && canManage(viewer, space);
};

export const canRemove = (viewer: Standing, space: SpaceStanding, role: SpaceRole): boolean =>
  role === 'member' ? canModerate(viewer, space) : canManage(viewer, space);

export const rightsIn = (viewer: Standing, space: SpaceStanding): MySpace['can'] => ({
  manage: canManage(viewer, space),
  moderate: canModerate(viewer, space),
  createChannel: space.role === 'owner' || space.role === 'moderator',
  invite: canModerate(viewer, space),
  leave: space.role !== null,
});
