import type { Tx } from '#server/platform/db.ts';
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
type Hook<A extends unknown[]> = (tx: Tx, ...parts: A) => Promise<void> | void;

function createHook<A extends unknown[]>() {
  const hooks: Hook<A>[] = [];
  return {
    add: (hook: Hook<A>): void => void hooks.push(hook),
    async run(tx: Tx, ...parts: A): Promise<void> {
      for (const hook of hooks) await hook(tx, ...parts);
    },
  };
}

/** What other domains do in the same transaction when a space begins, ends, or changes its people. */
export const createSpaceHooks = () => ({
  /** Before its creator comes in as the first member. */
  created: createHook<[space: Space, creator: Actor]>(),
  archived: createHook<[space: Space]>(),
  membership: createHook<[change: MembershipChange]>(),
});
export type SpaceHooks = ReturnType<typeof createSpaceHooks>;
