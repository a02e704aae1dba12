import { describe, expect, test } from 'vitest';
import type { MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import * as policy from './meetings.policy.ts';

const meetingId = 'm' as MeetingId;
const creator = 'creator' as PersonId;
const now = new Date('2026-11-21T12:00:00Z');

type Changes = {
  meeting?: Partial<policy.Standing['meeting']>;
  person?: Partial<policy.Standing['person']>;
} & Partial<Pick<policy.Standing, 'spaceRole' | 'givenRole' | 'admission'>>;

const standing = ({ meeting, person, ...rest }: Changes = {}): policy.Standing => ({
  meeting: { id: meetingId, spaceId: null, createdBy: creator, lobby: true, archived: false, ...meeting },
  person: { personId: 'p' as PersonId, kind: 'member', guestMeetingId: null, ...person },
  spaceRole: undefined,
  givenRole: undefined,
  admission: undefined,
  ...rest,
});
const guest = { kind: 'guest' as const, guestMeetingId: meetingId };
const customer = { kind: 'customer' as const };
const answeredAt = (msAgo: number) => new Date(now.getTime() - msAgo);

describe('seeing', () => {
  test('an archived meeting is gone for all', () => {
    const gone = standing({ meeting: { archived: true }, person: { personId: creator } });
    expect(policy.canSee(gone)).toBe(false);
    expect(policy.isAdmitted(gone)).toBe(false);
    expect(policy.isHost(gone)).toBe(false);
  });
  test('a guest sees their meeting only', () => {
    expect(policy.canSee(standing({ person: guest }))).toBe(true);
    expect(policy.canSee(standing({ person: { ...guest, guestMeetingId: 'other' as MeetingId } }))).toBe(
      false,
    );
  });
});

describe('roles', () => {
  test('the creator and those who lead the space are hosts', () => {
    expect(policy.roleIn(standing({ person: { personId: creator } }))).toBe('host');
    expect(policy.roleIn(standing({ spaceRole: 'owner' }))).toBe('host');
    expect(policy.roleIn(standing({ spaceRole: 'moderator' }))).toBe('host');
    expect(policy.roleIn(standing({ spaceRole: 'member' }))).toBe('participant');
    expect(policy.roleIn(standing())).toBe('participant');
  });
  test('a role that was given wins, but not over the creator', () => {
    expect(policy.roleIn(standing({ spaceRole: 'owner', givenRole: 'participant' }))).toBe('participant');
    expect(policy.roleIn(standing({ givenRole: 'host' }))).toBe('host');
    const demoted = standing({ person: { personId: creator }, givenRole: 'participant' });
    expect(policy.roleIn(demoted)).toBe('host');
    expect(policy.canChangeRoleOf(demoted)).toBe(false);
  });
  test('a guest who is host leads the call but does not manage the page', () => {
    const host = standing({ person: guest, givenRole: 'host' });
    expect(policy.rightsIn(host)).toEqual({ host: true, manage: false });
    expect(policy.isAdmitted(host)).toBe(true);
  });
});

describe('the lobby', () => {
  test.each([
    ['a member', standing(), 'admitted'],
    ['a guest', standing({ person: guest }), 'waiting'],
    ['a customer', standing({ person: customer }), 'waiting'],
    ['a customer of the space', standing({ person: customer, spaceRole: 'member' }), 'admitted'],
    ['a guest without a lobby', standing({ person: guest, meeting: { lobby: false } }), 'admitted'],
    [
      'a guest let in',
      standing({ person: guest, admission: { state: 'admitted', answeredAt: now } }),
      'admitted',
    ],
    [
      'a guest who waits',
      standing({ person: guest, admission: { state: 'waiting', answeredAt: null } }),
      'waiting',
    ],
    [
      'a guest turned away just now',
      standing({ person: guest, admission: { state: 'denied', answeredAt: answeredAt(1_000) } }),
      'denied',
    ],
    [
      'a guest turned away a while ago',
      standing({ person: guest, admission: { state: 'denied', answeredAt: answeredAt(61_000) } }),
      'waiting',
    ],
    [
      'a guest removed from a meeting without a lobby',
      standing({
        person: guest,
        meeting: { lobby: false },
        admission: { state: 'removed', answeredAt: answeredAt(1_000) },
      }),
      'waiting',
    ],
    ['a member removed before', standing({ admission: { state: 'removed', answeredAt: now } }), 'admitted'],
  ] as const)('%s', (_who, who, expected) => {
    expect(policy.answerTo(who, now)).toBe(expected);
  });
});

test('members create meetings, in spaces they belong to', () => {
  expect(policy.canCreate('member', undefined)).toBe(true);
  expect(policy.canCreate('member', { role: 'member' })).toBe(true);
  expect(policy.canCreate('member', { role: undefined })).toBe(false);
  expect(policy.canCreate('guest', undefined)).toBe(false);
  expect(policy.canCreate('customer', { role: 'member' })).toBe(false);
});

test('a space id alone changes nothing', () => {
  const inSpace = standing({ meeting: { spaceId: 's' as SpaceId }, person: guest });
  expect(policy.isAdmitted(inSpace)).toBe(false);
});
