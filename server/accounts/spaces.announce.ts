import type { Tx } from '#server/platform/db.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import {
  type SpaceRole,
  spaceChanged,
  spaceMemberChanged,
  spaceMemberRemoved,
  spaceRemoved,
  spaceUpdated,
} from '#shared/contract/spaces.ts';
import type { Standing } from './people.policy.ts';
import { canSee } from './spaces.policy.ts';
import { type MemberRow, memberOf, mySpaceOf, type SpaceRow, spaceOf } from './spaces.present.ts';

/** All employees may look at a public space, so they hear of it too. */
const viewersOf = ({ id, kind }: SpaceRow): Audience =>
  kind === 'public' ? audience.organisation() : audience.space(id);

/** Tells after commit who may know, and lets people into the space's audience and out of it. */
export function createSpaceAnnounce(publisher: Publisher) {
  /** The person alone learns what the space is to them now. */
  const view = (row: SpaceRow, personId: PersonId, role: SpaceRole | null, standing: Standing) => {
    const mine = audience.person(personId);
    if (canSee(standing, { kind: row.kind, role }))
      publisher.publish(mine, spaceChanged, { space: mySpaceOf(row, role, standing) });
    else publisher.publish(mine, spaceRemoved, { spaceId: row.id });
  };
  const facts = (row: SpaceRow) => publisher.publish(viewersOf(row), spaceUpdated, { space: spaceOf(row) });

  return {
    updated: (tx: Tx, row: SpaceRow): void => tx.afterCommit(() => facts(row)),

    entered: (tx: Tx, row: SpaceRow, member: MemberRow & Standing): void =>
      tx.afterCommit(() => {
        publisher.admit(member.id, audience.space(row.id));
        view(row, member.id, member.role, member);
        publisher.publish(audience.space(row.id), spaceMemberChanged, {
          spaceId: row.id,
          member: memberOf(member),
        });
        facts(row);
      }),

    changed: (tx: Tx, row: SpaceRow, member: MemberRow & Standing): void =>
      tx.afterCommit(() => {
        view(row, member.id, member.role, member);
        publisher.publish(audience.space(row.id), spaceMemberChanged, {
          spaceId: row.id,
          member: memberOf(member),
        });
      }),

    left: (tx: Tx, row: SpaceRow, member: MemberRow & Standing): void =>
      tx.afterCommit(() => {
        publisher.expel(member.id, audience.space(row.id));
        view(row, member.id, null, member);
        publisher.publish(audience.space(row.id), spaceMemberRemoved, {
          spaceId: row.id,
          personId: member.id,
        });
        facts(row);
      }),

    /** To each person by themselves: the space's own audience is closed at the same moment. */
    archived: (tx: Tx, row: SpaceRow, members: readonly PersonId[]): void =>
      tx.afterCommit(() => {
        publisher.disband(audience.space(row.id));
        const hearers = row.kind === 'public' ? [viewersOf(row)] : members.map(audience.person);
        for (const each of hearers) publisher.publish(each, spaceRemoved, { spaceId: row.id });
      }),
  };
}
export type SpaceAnnounce = ReturnType<typeof createSpaceAnnounce>;
