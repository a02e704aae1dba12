import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { MeetingRole, setMeetingRole } from '#shared/contract/meetings.ts';
import { targetOf } from './access.ts';
import { peopleAmong, setGivenRole } from './meeting-people.store.ts';
import type { MeetingsNeeds } from './needs.ts';

type Parts = Pick<Platform, 'db' | 'logger'> &
  Pick<MeetingsNeeds, 'publisher' | 'access' | 'audit' | 'chat' | 'people' | 'rooms' | 'spaces'>;

/** Hosts make hosts. What they give lasts, and beats what the space's roles say. */
export function createRoles({ db, logger, publisher, access, audit, chat, people, rooms, spaces }: Parts) {
  /** Whoever may is judged before. */
  async function give(tx: Tx, meetingId: MeetingId, personId: PersonId, role: MeetingRole): Promise<void> {
    await setGivenRole(tx, meetingId, personId, role);
    tx.afterCommit(async () => {
      chat.meetingAccessChanged(meetingId);
      if (role === 'host') publisher.admit(personId, audience.meetingHosts(meetingId));
      else publisher.expel(personId, audience.meetingHosts(meetingId));
      await rooms
        .setRole(meetingId, personId, role)
        .catch((error: unknown) => logger.warn({ err: error, meetingId }, 'a room did not hear of a role'));
    });
  }

  async function setRole(
    actor: Actor,
    { meetingId, personId, role }: ParsedInputOf<typeof setMeetingRole>,
  ): Promise<typeof nothing> {
    const { meeting } = await access.requireHost(actor, meetingId);
    if (meeting.createdBy === personId)
      throw new AppError('conflict', 'Whoever made the meeting stays its host.', {
        details: { reason: 'creator' },
      });
    const inSpace = meeting.spaceId ? await spaces.membersAmong(meeting.spaceId, [personId]) : [];
    await db.transaction(async (tx) => {
      const known = [...inSpace, ...(await peopleAmong(tx, meetingId, [personId]))];
      if (known.length === 0)
        throw new AppError('notFound', 'This person has nothing to do with the meeting.');
      await give(tx, meetingId, personId, role);
      const { displayName } = await people.card(tx, personId);
      const facts = { role, personId, person: displayName };
      audit.record(tx, { actor, action: 'meetings.roleChanged', target: targetOf(meeting), facts });
    });
    return nothing;
  }

  return { give, setRole };
}
export type Roles = ReturnType<typeof createRoles>;
