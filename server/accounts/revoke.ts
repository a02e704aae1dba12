import type { Tx } from '#server/platform/db.ts';
import type { Publisher, RevokeReason, RevokeScope } from '#server/signaling/publisher.ts';
import type { ActorCache } from './actor-cache.ts';

/** After commit: forget who they were, then drop their connections on every node. */
export const createRevoke =
  (cache: ActorCache, publisher: Publisher) =>
  (tx: Tx, scope: RevokeScope, reason: RevokeReason): void =>
    tx.afterCommit(() => {
      cache.forget(scope);
      publisher.revoke(scope, reason);
    });
export type Revoke = ReturnType<typeof createRevoke>;
