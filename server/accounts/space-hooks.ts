import { createHook } from '#server/platform/hooks.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Space, SpaceRole } from '#shared/contract/spaces.ts';
import type { Actor } from './actor.ts';

/** Somebody's place in a space: `before` is null when they come, `role` when they go. */
export type MembershipChange = {
  space: Space;
  personId: PersonId;
  before: SpaceRole | null;
  role: SpaceRole | null;
};

/** What other domains do in the same transaction when a space begins, ends, or changes its people. */
export const createSpaceHooks = () => ({
  /** Before its creator comes in as the first member. */
  created: createHook<[space: Space, creator: Actor]>(),
  archived: createHook<[space: Space]>(),
  membership: createHook<[change: MembershipChange]>(),
});
export type SpaceHooks = ReturnType<typeof createSpaceHooks>;
