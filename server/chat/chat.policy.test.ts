import { describe, expect, test } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { audience } from '#server/signaling/audience.ts';
import type { ChannelId, MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import {
  audienceOf,
  type ChannelFacts,
  canCreateIn,
  canDelete,
  canEdit,
  canRead,
  type Membership,
  rightsIn,
} from './chat.policy.ts';

const spaceId = newId<SpaceId>();
const meetingId = newId<MeetingId>();
const inSpace = (archived = false): ChannelFacts => ({
  id: newId<ChannelId>(),
  home: { in: 'space', spaceId },
  archived,
});
const inMeeting = (archived = false): ChannelFacts => ({
  id: newId<ChannelId>(),
  home: { in: 'meeting', meetingId },
  archived,
});
const space = (role: 'owner' | 'moderator' | 'member'): Membership => ({ in: 'space', role });
const meeting = (role: 'host' | 'participant'): Membership => ({ in: 'meeting', role });

describe('rights', () => {
  test.each([
    ['owner of the space', inSpace(), space('owner'), { post: true, moderate: true, manage: true }],
    ['moderator of the space', inSpace(), space('moderator'), { post: true, moderate: true, manage: true }],
    ['member of the space', inSpace(), space('member'), { post: true, moderate: false, manage: false }],
    ['owner, archived', inSpace(true), space('owner'), { post: false, moderate: true, manage: false }],
    ['member, archived', inSpace(true), space('member'), { post: false, moderate: false, manage: false }],
    ['host of the meeting', inMeeting(), meeting('host'), { post: true, moderate: true, manage: false }],
    ['participant', inMeeting(), meeting('participant'), { post: true, moderate: false, manage: false }],
    ['host, archived', inMeeting(true), meeting('host'), { post: false, moderate: true, manage: false }],
  ])('%s', (_, channel, membership, rights) => {
    expect(rightsIn({ channel, membership })).toEqual(rights);
  });

  test('nobody reads without a membership', () => {
    expect(canRead(undefined)).toBe(false);
    expect(canRead(space('member'))).toBe(true);
  });

  test('owners and moderators create channels', () => {
    expect([canCreateIn('owner'), canCreateIn('moderator'), canCreateIn('member')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('one message', () => {
  const [author, other] = [newId<PersonId>(), newId<PersonId>()];
  const member = { channel: inSpace(), membership: space('member') };
  const moderator = { channel: inSpace(), membership: space('moderator') };

  test('only its author edits it, moderators do not', () => {
    expect(canEdit(member, author, author)).toBe(true);
    expect(canEdit(member, other, author)).toBe(false);
    expect(canEdit(moderator, other, author)).toBe(false);
  });

  test('its author and moderators delete it', () => {
    expect(canDelete(member, author, author)).toBe(true);
    expect(canDelete(member, other, author)).toBe(false);
    expect(canDelete(moderator, other, author)).toBe(true);
  });

  test('in an archived channel only moderators still delete', () => {
    const archived = inSpace(true);
    expect(canEdit({ channel: archived, membership: space('owner') }, author, author)).toBe(false);
    expect(canDelete({ channel: archived, membership: space('member') }, author, author)).toBe(false);
    expect(canDelete({ channel: archived, membership: space('moderator') }, other, author)).toBe(true);
  });
});

test('a space hears its channels, a meeting channel has listeners of its own', () => {
  expect(audienceOf(inSpace())).toBe(audience.space(spaceId));
  const channel = inMeeting();
  expect(audienceOf(channel)).toBe(audience.channel(channel.id));
});
