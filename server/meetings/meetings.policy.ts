import type { PersonKind } from '#shared/contract/accounts.ts';
import type { MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { LobbyState, MeetingRole, MyMeeting } from '#shared/contract/meetings.ts';
import type { SpaceRole } from '#shared/contract/spaces.ts';
import type { AdmissionState } from './meetings.tables.ts';

/** All that the rules ask: the meeting, who looks, and what ties the two. */
export type Standing = {
  meeting: {
    id: MeetingId;
    spaceId: SpaceId | null;
    createdBy: PersonId;
    lobby: boolean;
    archived: boolean;
  };
  person: { personId: PersonId; kind: PersonKind; guestMeetingId: MeetingId | null };
  spaceRole: SpaceRole | undefined;
  /** By a host, for good. */
  givenRole: MeetingRole | undefined;
  admission: { state: AdmissionState; answeredAt: Date | null } | undefined;
};

/** Somebody turned away may ask again after this time. */
export const askAgainAfterMs = 60_000;

export const canCreate = (kind: PersonKind, space: { role: SpaceRole | undefined } | undefined): boolean =>
  kind === 'member' && (space === undefined || space.role !== undefined);

/** The link is the key for everybody with an account. A guest has the key of one meeting. */
export const canSee = ({ meeting, person }: Standing): boolean =>
  !meeting.archived && (person.kind !== 'guest' || person.guestMeetingId === meeting.id);

export const isCreator = ({ meeting, person }: Standing): boolean => meeting.createdBy === person.personId;

export function roleIn(standing: Standing): MeetingRole {
  if (isCreator(standing)) return 'host';
  if (standing.givenRole) return standing.givenRole;
  return standing.spaceRole === 'owner' || standing.spaceRole === 'moderator' ? 'host' : 'participant';
}

export const isHost = (standing: Standing): boolean => canSee(standing) && roleIn(standing) === 'host';

/** Renames and archives it. A guest who was made host leads the call, not the page. */
export const canManage = (standing: Standing): boolean =>
  isHost(standing) && standing.person.kind !== 'guest';

/** May enter the room now. */
export const isAdmitted = (standing: Standing): boolean =>
  canSee(standing) && (needsNoLobby(standing) || standing.admission?.state === 'admitted');

const needsNoLobby = (standing: Standing): boolean =>
  standing.person.kind === 'member' || standing.spaceRole !== undefined || roleIn(standing) === 'host';

/** What a knock leads to. Without a lobby only those whom a host sent away wait. */
export function answerTo(standing: Standing, now: Date): LobbyState {
  if (isAdmitted(standing)) return 'admitted';
  const { meeting, admission } = standing;
  const wait = admission?.answeredAt ? admission.answeredAt.getTime() + askAgainAfterMs : 0;
  if (admission?.state === 'denied' && now.getTime() < wait) return 'denied';
  const sentAway = admission?.state === 'denied' || admission?.state === 'removed';
  return meeting.lobby || sentAway ? 'waiting' : 'admitted';
}

/** Who is in the room is for those who may enter it. */
export const canSeePeople = isAdmitted;

/** The creator stays host: somebody has to. */
export const canChangeRoleOf = (target: Standing): boolean => !isCreator(target);

export const rightsIn = (standing: Standing): MyMeeting['can'] => ({
  host: isHost(standing),
  manage: canManage(standing),
});
