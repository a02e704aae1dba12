import type { AdminSpace } from '#shared/contract/admin.ts';
import type { SpaceId } from '#shared/contract/ids.ts';
import type { MySpace, Space, SpaceKind, SpaceMember, SpaceRole } from '#shared/contract/spaces.ts';
import type { Standing } from './people.policy.ts';
import { type CardRow, cardOf } from './present.ts';
import { rightsIn } from './spaces.policy.ts';

export type SpaceRow = {
  id: SpaceId;
  name: string;
  kind: SpaceKind;
  description: string;
  memberCount: number;
  createdAt: Date;
  archivedAt: Date | null;
};
export const spaceColumns = [
  'spaces.id as id',
  'spaces.name as name',
  'spaces.kind as kind',
  'spaces.description as description',
  'spaces.member_count as memberCount',
  'spaces.created_at as createdAt',
  'spaces.archived_at as archivedAt',
] as const;

/** A space and what one person is in it. */
export type SpaceView = SpaceRow & { role: SpaceRole | null };

export const spaceOf = (row: SpaceRow): Space => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  description: row.description,
  memberCount: row.memberCount,
  createdAt: row.createdAt.toISOString(),
  archivedAt: row.archivedAt?.toISOString() ?? null,
});

export const adminSpaceOf = (row: SpaceRow & { channels: number }): AdminSpace => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  members: row.memberCount,
  channels: row.channels,
  archivedAt: row.archivedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

/** For the audit log. */
export const spaceTargetOf = ({ id, name }: SpaceRow) => ({ kind: 'space', id, name });

export const mySpaceOf = (row: SpaceRow, role: SpaceRole | null, viewer: Standing): MySpace => ({
  ...spaceOf(row),
  role,
  can: rightsIn(viewer, { kind: row.kind, role }),
});

export type MemberRow = CardRow & { role: SpaceRole; since: Date };

export const memberOf = (row: MemberRow): SpaceMember => ({
  person: cardOf(row),
  role: row.role,
  since: row.since.toISOString(),
});
