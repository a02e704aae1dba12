import type * as z from 'zod';
import type { Audit } from '#server/platform/audit.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { SpaceId } from '#shared/contract/ids.ts';
import type { createSpace, MySpace } from '#shared/contract/spaces.ts';
import type { Actor } from './actor.ts';
import { canAdminister, canCreateSpace } from './people.policy.ts';
import { forbidden, lockManagedSpace, viewSpace } from './space-access.ts';
import type { SpaceHooks } from './space-hooks.ts';
import type { SpaceMembers } from './space-members.service.ts';
import { listMemberIds } from './space-members.store.ts';
import type { SpaceAnnounce } from './spaces.announce.ts';
import { canSee } from './spaces.policy.ts';
import { adminSpaceOf, mySpaceOf, spaceOf, spaceTargetOf } from './spaces.present.ts';
import { insertSpace, listEverySpace, listSpaceViews, updateSpace } from './spaces.store.ts';

type NewSpace = z.output<(typeof createSpace)['input']>;
type Change = { spaceId: SpaceId; name?: string | undefined; description?: string | undefined };
type Parts = {
  db: Db;
  clock: Clock;
  hooks: SpaceHooks;
  announce: SpaceAnnounce;
  members: SpaceMembers;
  audit: Audit;
};

/** Spaces begin, change and end. */
export function createSpaceLife({ db, clock, hooks, announce, members, audit }: Parts) {
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

    /** For administrators: all of them, archived ones too. What is said in them stays with their members. */
    async listAll(actor: Actor, query: { search: string; after: SpaceId | undefined; limit: number }) {
      if (!canAdminister(actor)) throw forbidden('Only administrators may do this.');
      const rows = await listEverySpace(db.read, query);
      return { rows: rows.slice(0, query.limit).map(adminSpaceOf), more: rows.length > query.limit };
    },

    async create(actor: Actor, input: NewSpace): Promise<MySpace> {
      if (!canCreateSpace(actor)) throw forbidden('Only members create spaces.');
      return await db.transaction(async (tx) => {
        const id = newId<SpaceId>();
        const space = { ...input, id, createdBy: actor.personId, createdAt: clock.now() };
        const row = await insertSpace(tx, space);
        audit.record(tx, {
          actor,
          action: 'spaces.created',
          target: spaceTargetOf(row),
          facts: { kind: row.kind },
        });
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
        audit.record(tx, { actor, action: 'spaces.archived', target: spaceTargetOf(row) });
        await hooks.archived.run(tx, spaceOf(row));
        announce.archived(tx, row, await listMemberIds(tx, id));
      });
    },
  };
}
