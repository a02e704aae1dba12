import { describe, expect, test } from 'vitest';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import { canGiveRole, canJoin, canManage, canRemove, canSee, mayBelong, rightsIn } from './spaces.policy.ts';

const administrator = { kind: 'member', isAdmin: true } as const;
const member = { kind: 'member', isAdmin: false } as const;
const customer = { kind: 'customer', isAdmin: false } as const;
const guest = { kind: 'guest', isAdmin: false } as const;
const team = (role: SpaceRole | null) => ({ kind: 'team', role }) as const;
const client = (role: SpaceRole | null) => ({ kind: 'client', role }) as const;
const open = (role: SpaceRole | null) => ({ kind: 'public', role }) as const;

test('outsiders see public spaces only, and only as employees', () => {
  expect([administrator, member, customer, guest].map((viewer) => canSee(viewer, open(null)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  for (const viewer of [administrator, member, customer, guest]) {
    expect(canSee(viewer, team(null))).toBe(false);
    expect(canSee(viewer, client(null))).toBe(false);
  }
  expect(canSee(customer, client('member'))).toBe(true);
});

test('only a public space is joined without being asked in', () => {
  expect(canJoin(member, open(null))).toBe(true);
  expect(canJoin(member, team(null))).toBe(false);
  expect(canJoin(customer, open(null))).toBe(false);
  expect(canJoin(customer, client('member'))).toBe(false);
});

test('an administrator manages what they see, and nothing they do not', () => {
  expect(canManage(administrator, open(null))).toBe(true);
  expect(canManage(administrator, team('member'))).toBe(true);
  expect(canManage(administrator, team(null))).toBe(false);
  expect(canManage(member, open('member'))).toBe(false);
});

test('who belongs where', () => {
  expect(mayBelong('member', 'team')).toBe(true);
  expect(mayBelong('customer', 'team')).toBe(false);
  expect(mayBelong('customer', 'public')).toBe(false);
  expect(mayBelong('customer', 'client')).toBe(true);
  expect(mayBelong('guest', 'client')).toBe(false);
});

describe('roles', () => {
  test('moderators bring in members, owners choose who is in charge', () => {
    const asMember = { person: 'member', role: 'member' } as const;
    const asOwner = { person: 'member', role: 'owner' } as const;
    expect(canGiveRole(member, team('member'), asMember)).toBe(false);
    expect(canGiveRole(member, team('moderator'), asMember)).toBe(true);
    expect(canGiveRole(member, team('moderator'), asOwner)).toBe(false);
    expect(canGiveRole(member, team('owner'), asOwner)).toBe(true);
  });

  test('a customer is never in charge', () => {
    expect(canGiveRole(member, client('owner'), { person: 'customer', role: 'moderator' })).toBe(false);
    expect(canGiveRole(member, client('owner'), { person: 'customer', role: 'member' })).toBe(true);
  });

  test('moderators remove members only', () => {
    expect(canRemove(member, team('moderator'), 'member')).toBe(true);
    expect(canRemove(member, team('moderator'), 'moderator')).toBe(false);
    expect(canRemove(member, team('owner'), 'owner')).toBe(true);
    expect(canRemove(member, team('member'), 'member')).toBe(false);
  });

  test('what a person may do in a space', () => {
    const none = { manage: false, moderate: false, createChannel: false, invite: false, leave: false };
    expect(rightsIn(member, open(null))).toEqual(none);
    expect(rightsIn(member, team('member'))).toEqual({ ...none, leave: true });
    expect(rightsIn(member, team('moderator'))).toEqual({
      manage: false,
      moderate: true,
      createChannel: true,
      invite: true,
      leave: true,
    });
    expect(rightsIn(administrator, open(null))).toEqual({
      ...none,
      manage: true,
      moderate: true,
      invite: true,
    });
  });
});
