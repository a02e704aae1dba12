import type * as z from 'zod';
import type { Audit } from '#server/platform/audit.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { listSpaceMembers, MySpace, SpaceMember, SpaceRole } from '#shared/contract/spaces.ts';
import type { Actor } from './actor.ts';
import { getPerson } from './people.store.ts';
import { targetOf } from './present.ts';
import { forbidden, lockManagedSpace, lockSpace, unknownSpace, viewSpace } from './space-access.ts';
import type { SpaceHooks } from './space-hooks.ts';
import {
  countOwners,
  deleteMember,
  findMember,
  insertMember,
  listMembers,
  type MemberWithStanding,
  updateRole,
} from './space-members.store.ts';
import type { SpaceAnnounce } from './spaces.announce.ts';
import { canGiveRole, canJoin, canModerate, canRemove, mayBelong } from './spaces.policy.ts';
import { memberOf, mySpaceOf, type SpaceRow, spaceOf } from './spaces.present.ts';
import { addToMemberCount } from './spaces.store.ts';

type ListQuery = z.output<(typeof listSpaceMembers)['input']>;
type MembersPage = z.output<(typeof listSpaceMembers)['output']>;
type Place = { spaceId: SpaceId; personId: PersonId };
type Parts = { db: Db; clock: Clock; hooks: SpaceHooks; announce: SpaceAnnounce; audit: Audit };

/** Who belongs to a space. Every change holds the space's lock, and an owner is always left. */
export function createSpaceMembers({ db, clock, hooks, announce, audit }: Parts) {
  async function enter(tx: Tx, space: SpaceRow, personId: PersonId, role: SpaceRole) {
    await insertMember(tx, { spaceId: space.id, personId, role, since: clock.now() });
    const row = await addToMemberCount(tx, space.id, 1);
    const member = await getMember(tx, space.id, personId);
    await hooks.membership.run(tx, { space: spaceOf(row), personId, before: null, role });
    announce.entered(tx, row, member);
    return { space: row, member };
  }

  function tell(
    tx: Tx,
    actor: Actor,
    action: 'spaces.memberAdded' | 'spaces.memberRemoved' | 'spaces.roleChanged',
    place: { space: SpaceRow; member: MemberWithStanding; before?: SpaceRole },
  ): void {
    const { space, member, before = null } = place;
    const facts = { space: space.name, spaceId: space.id, role: member.role, before };
    audit.record(tx, { actor, action, target: targetOf(member), facts });
  }

  async function exit(tx: Tx, actor: Actor, space: SpaceRow, member: MemberWithStanding): Promise<void> {
    if (member.role === 'owner') await requireAnotherOwner(tx, space.id);
    await deleteMember(tx, space.id, member.id);
    const row = await addToMemberCount(tx, space.id, -1);
    const change = { space: spaceOf(row), personId: member.id, before: member.role, role: null };
    tell(tx, actor, 'spaces.memberRemoved', { space, member });
    await hooks.membership.run(tx, change);
    announce.left(tx, row, member);
  }

  return {
    enter,

    async list(actor: Actor, { spaceId, after, limit }: ListQuery): Promise<MembersPage> {
      const space = await viewSpace(db.read, actor, spaceId);
      const rows = await listMembers(db.read, space.id, { after, limit });
      return { members: rows.slice(0, limit).map(memberOf), more: rows.length > limit };
    },

    /** Joining what one has joined already changes nothing. */
    join: (actor: Actor, spaceId: SpaceId): Promise<MySpace> =>
      db.transaction(async (tx) => {
        const space = await lockSpace(tx, actor, spaceId);
        if (space.role) return mySpaceOf(space, space.role, actor);
        if (!canJoin(actor, space)) throw unknownSpace();
        const entered = await enter(tx, space, actor.personId, 'member');
        tell(tx, actor, 'spaces.memberAdded', entered);
        return mySpaceOf(entered.space, 'member', actor);
      }),

    leave: (actor: Actor, spaceId: SpaceId): Promise<void> =>
      db.transaction(async (tx) => {
        const space = await lockSpace(tx, actor, spaceId);
        await exit(tx, actor, space, await getMember(tx, space.id, actor.personId));
      }),

    add: (actor: Actor, { spaceId, personId, role }: Place & { role: SpaceRole }): Promise<SpaceMember> =>
      db.transaction(async (tx) => {
        const space = await lockSpace(tx, actor, spaceId);
        if (!canModerate(actor, space)) throw forbidden('Only owners and moderators add people.');
        const present = await findMember(tx, space.id, personId);
        if (present?.role === role) return memberOf(present);
        if (present) throw conflict('alreadyMember', 'This person belongs to the space already.');
        const person = await getPerson(tx, personId);
        if (person.suspendedAt) throw conflict('suspended', 'This person is suspended.');
        if (!mayBelong(person.kind, space.kind))
          throw conflict('kind', `A ${person.kind} cannot belong to a ${space.kind} space.`);
        requireGive(actor, space, { person: person.kind, role });
        const { member } = await enter(tx, space, person.id, role);
        tell(tx, actor, 'spaces.memberAdded', { space, member });
        return memberOf(member);
      }),

    setRole: (actor: Actor, { spaceId, personId, role }: Place & { role: SpaceRole }): Promise<SpaceMember> =>
      db.transaction(async (tx) => {
        const space = await lockManagedSpace(tx, actor, spaceId);
        const member = await getMember(tx, space.id, personId);
        if (member.role === role) return memberOf(member);
        requireGive(actor, space, { person: member.kind, role });
        if (member.role === 'owner') await requireAnotherOwner(tx, space.id);
        await updateRole(tx, space.id, member.id, role);
        const changed = { ...member, role };
        const change = { space: spaceOf(space), personId: member.id, before: member.role, role };
        tell(tx, actor, 'spaces.roleChanged', { space, member: changed, before: member.role });
        await hooks.membership.run(tx, change);
        announce.changed(tx, space, changed);
        return memberOf(changed);
      }),

    remove: (actor: Actor, { spaceId, personId }: Place): Promise<void> =>
      db.transaction(async (tx) => {
        const space = await lockSpace(tx, actor, spaceId);
        const member = await getMember(tx, space.id, personId);
        if (member.id !== actor.personId && !canRemove(actor, space, member.role))
          throw forbidden('You may not remove this person.');
        await exit(tx, actor, space, member);
      }),
  };
}
export type SpaceMembers = ReturnType<typeof createSpaceMembers>;

async function getMember(tx: Tx, spaceId: SpaceId, personId: PersonId): Promise<MemberWithStanding> {
  const member = await findMember(tx, spaceId, personId);
  if (!member) throw new AppError('notFound', 'This person does not belong to the space.');
  return member;
}

async function requireAnotherOwner(tx: Tx, spaceId: SpaceId): Promise<void> {
  if ((await countOwners(tx, spaceId)) > 1) return;
  throw conflict('lastOwner', 'A space needs an owner. Make somebody else one first.');
}

function requireGive(
  actor: Actor,
  space: Parameters<typeof canGiveRole>[1],
  target: Parameters<typeof canGiveRole>[2],
): void {
  if (!canGiveRole(actor, space, target)) throw forbidden(`You may not make this person ${target.role}.`);
}

const conflict = (reason: string, message: string) =>
  new AppError('conflict', message, { details: { reason } });
