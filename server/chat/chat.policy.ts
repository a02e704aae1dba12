import { type Audience, audience } from '#server/signaling/audience.ts';
import type { MyChannel } from '#shared/contract/chat.ts';
import type { ChannelId, MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';

/** Where a channel belongs decides who reads it. */
export type Home = { in: 'space'; spaceId: SpaceId } | { in: 'meeting'; meetingId: MeetingId };
export const nameOf = (home: Home): string =>
  home.in === 'space' ? `space:${home.spaceId}` : `meeting:${home.meetingId}`;
/** What the rules need to know of a channel. */
export type ChannelFacts = { id: ChannelId; home: Home; archived: boolean };
/** What somebody is in a channel's home. Without one a channel does not exist for them. */
export type Membership = { in: 'space'; role: SpaceRole } | { in: 'meeting'; role: MeetingRole };
export type Standing = { channel: ChannelFacts; membership: Membership };

export const canRead = (membership: Membership | undefined): membership is Membership =>
  membership !== undefined;

export const canPost = ({ channel }: Standing): boolean => !channel.archived;

/** Takes away what others wrote; also where nobody writes any more. */
export const canModerate = ({ membership }: Standing): boolean =>
  membership.in === 'space' ? membership.role !== 'member' : membership.role === 'host';

/** Names, describes and archives it. A meeting's channel lives and is named with its meeting. */
export const canManage = (standing: Standing): boolean =>
  standing.membership.in === 'space' && !standing.channel.archived && canModerate(standing);

export const canCreateIn = (role: SpaceRole): boolean => role !== 'member';

/** A word in somebody else's mouth is nobody's right: moderators delete, they do not edit. */
export const canEdit = (standing: Standing, personId: PersonId, authorId: PersonId): boolean =>
  personId === authorId && canPost(standing);

export const canDelete = (standing: Standing, personId: PersonId, authorId: PersonId): boolean =>
  canEdit(standing, personId, authorId) || canModerate(standing);

export const rightsIn = (standing: Standing): MyChannel['can'] => ({
  post: canPost(standing),
  moderate: canModerate(standing),
  manage: canManage(standing),
});

/**
 * Who hears a channel. Every member of a space reads all its channels, so a space's connections are the audience: one
 * group per space, not one per channel, and nothing to do when a channel or a member is added. A meeting's channel has
 * its own, which a connection joins when it opens the channel.
 */
export const audienceOf = ({ id, home }: Pick<ChannelFacts, 'id' | 'home'>): Audience =>
  home.in === 'space' ? audience.space(home.spaceId) : audience.channel(id);
