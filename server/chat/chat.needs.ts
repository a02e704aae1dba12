import type { Actor } from '#server/accounts/actor.ts';
import type { People } from '#server/accounts/people.service.ts';
import type { Spaces } from '#server/accounts/spaces.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';

/** What chat asks of the meetings, which own the access to their channels. */
export type MeetingAccess = {
  roleOf(actor: Actor, meetingId: MeetingId): Promise<MeetingRole | undefined>;
  /** Of these people, those who may read the meeting's channel. */
  readersAmong(meetingId: MeetingId, people: readonly PersonId[]): Promise<PersonId[]>;
};

export type ChatNeeds = {
  publisher: Publisher;
  people: Pick<People, 'cards'>;
  spaces: Pick<Spaces, 'roleOf' | 'rolesOf' | 'membersAmong'>;
  meetings: MeetingAccess;
};
