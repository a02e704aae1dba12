import type * as z from 'zod';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { SpaceId } from '#shared/contract/ids.ts';
import type { createSpace, MySpace } from '#shared/contract/spaces.ts';
import type { Actor } from './actor.ts';
import { canCreateSpace } from './people.policy.ts';
import { forbidden, lockManagedSpace, viewSpace } from './space-access.ts';
import type { SpaceHooks } from './space-hooks.ts';
import type { SpaceMembers } from './space-members.service.ts';
import { listMemberIds } from './space-members.store.ts';
import type { SpaceAnnounce } from './spaces.announce.ts';
import { canSee } from './spaces.policy.ts';
import { mySpaceOf, spaceOf } from './spaces.present.ts';
import { insertSpace, listSpaceViews, updateSpace } from './spaces.store.ts';

type NewSpace = z.output<(typeof createSpace)['input']>;
type Change = { spaceId: SpaceId; name?: string | undefined; description?: string | undefined };
type Parts = { db: Db; clock: Clock; hooks: SpaceHooks; announce: SpaceAnnounce; members: SpaceMembers };

/** Spaces begin, change and end. */
export function createSpaceLife({ db, clock, hooks, announce, members }: Parts) {
  return {
    async list(actor: Actor): Promise<MySpace[]> {
      const withPublic = canSee(actor, { kind: 'public', role: null });
      const rows = await listSpaceViews(db.read, actor.personId, { withPublic });
      return rows.map((row) => mySpaceOf(row, row.role, actor));
    },

    async get(actor: Actor, spaceId: SpaceId): Promise<MySpace> {
      const row = await viewSpace(db.read, actor, spaceId);
      return mySpaceOf(row, row.role, actor);
    },

    async create(actor: Actor, input: NewSpace): Promise<MySpace> {
      if (!canCreateSpace(actor)) throw forbidden('Only members create spaces.');
      return await db.transaction(async (tx) => {
        const id = newId<SpaceId>();
        const space = { ...input, id, createdBy: actor.personId, createdAt: clock.now() };
        const row = await insertSpace(tx, space);
        await hooks.created.run(tx, spaceOf(row), actor);
        const { space: entered } = await members.enter(tx, row, actor.personId, 'owner');
        return mySpaceOf(entered, 'owner', actor);
      });
    },

    async update(actor: Actor, { spaceId, name, description }: Change): Promise<MySpace> {
      return await db.transaction(async (tx) => {
        const before = await lockManagedSpace(tx, actor, spaceId);
        const row = await updateSpace(tx, before.id, {
          name: name ?? before.name,
          description: description ?? before.description,
        });
        announce.updated(tx, row);
        return mySpaceOf(row, before.role, actor);
      });
    },

    async archive(actor: Actor, spaceId: SpaceId): Promise<void> {
      await db.transaction(async (tx) => {
        const { id } = await lockManagedSpace(tx, actor, spaceId);
        const row = await updateSpace(tx, id, { archived_at: clock.now() });
        await hooks.archived.run(tx, spaceOf(row));
        announce.archived(tx, row, await listMemberIds(tx, id));
      });
    },
  };
}
