import type { Guests } from '#server/accounts/guests.service.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Chat } from '#server/chat/chat.service.ts';
import type { MediaNodes } from '#server/media/nodes.ts';
import type { RoomControl } from '#server/media/room-control.ts';
import type { Audit } from '#server/platform/audit.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import type { MeetingAccess } from './access.ts';

/** What meetings ask of the spaces. An archived space has no members any more. */
export type SpaceAccess = {
  roleOf(personId: PersonId, spaceId: SpaceId): Promise<SpaceRole | undefined>;
  rolesOf(personId: PersonId): Promise<ReadonlyMap<SpaceId, SpaceRole>>;
  membersAmong(spaceId: SpaceId, people: readonly PersonId[]): Promise<PersonId[]>;
};

export type MeetingsNeeds = {
  publisher: Publisher;
  audit: Audit;
  access: MeetingAccess;
  spaces: SpaceAccess;
  people: Pick<People, 'card' | 'cards' | 'alsoVisible'>;
  guests: Guests;
  organisationName(): Promise<string | undefined>;
  /** What the administrators decided for everybody. */
  settings(): { lobbyByDefault: boolean; guests: boolean };
  chat: Pick<Chat, 'createMeetingChannel' | 'leftMeeting' | 'meetingAccessChanged'>;
  /** Who is in which room, and orders to rooms. */
  nodes: Pick<MediaNodes, 'live' | 'onLive'>;
  rooms: Pick<RoomControl, 'setRole' | 'closeRoom'>;
};
