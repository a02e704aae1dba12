import type { Actor } from '#server/accounts/actor.ts';
import type { Db, Reader } from '#server/platform/db.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { Meeting, MeetingRole } from '#shared/contract/meetings.ts';
import { peopleAmong } from './meeting-people.store.ts';
import { canSee, isAdmitted, isHost, roleIn, type Standing } from './meetings.policy.ts';
import { findForPerson, findMeeting, type MeetingOfPerson } from './meetings.store.ts';
import type { SpaceAccess } from './needs.ts';

export type Looker = Pick<Actor, 'personId' | 'kind' | 'guestMeetingId'>;
/** `known`: has entered, been let in, or been given a role before. */
export type Seen = { meeting: Meeting; standing: Standing; known: boolean };

export const unknownMeeting = () => new AppError('notFound', 'There is no such meeting.');

/** For the audit log. */
export const targetOf = ({ id, title }: Meeting) => ({ kind: 'meeting', id, name: title });

/** Who is what in a meeting, read anew each time. Chat and the live rooms ask here. */
export function createMeetingAccess({ db, spaces }: { db: Db; spaces: SpaceAccess }) {
  async function standingOf(who: Looker, found: MeetingOfPerson): Promise<Seen> {
    const { spaceId } = found.meeting;
    const spaceRole = spaceId ? await spaces.roleOf(who.personId, spaceId) : undefined;
    return seenAs(who, found, spaceRole);
  }

  /** Out of sight is the same as not there. */
  async function find(
    who: Looker,
    key: { id: MeetingId } | { code: string },
    reader: Reader = db.read,
  ): Promise<Seen | undefined> {
    const found = await findForPerson(reader, who.personId, key);
    if (!found) return undefined;
    const seen = await standingOf(who, found);
    return canSee(seen.standing) ? seen : undefined;
  }

  async function get(who: Looker, key: { id: MeetingId } | { code: string }, reader?: Reader): Promise<Seen> {
    const seen = await find(who, key, reader);
    if (!seen) throw unknownMeeting();
    return seen;
  }

  return {
    find,
    get,
    async requireHost(who: Looker, id: MeetingId): Promise<Seen> {
      const seen = await get(who, { id });
      if (!isHost(seen.standing)) throw new AppError('forbidden', 'Only a host of the meeting does this.');
      return seen;
    },
    async requireAdmitted(who: Looker, id: MeetingId): Promise<Seen> {
      const seen = await get(who, { id });
      if (!isAdmitted(seen.standing))
        throw new AppError('forbidden', 'Nobody has let you in yet.', { details: { reason: 'notAdmitted' } });
      return seen;
    },
    /** undefined for everybody who may not enter, and so may not read either. */
    async roleOf(who: Looker, id: MeetingId): Promise<MeetingRole | undefined> {
      const seen = await find(who, { id });
      return seen && isAdmitted(seen.standing) ? roleIn(seen.standing) : undefined;
    },
    /** Of these people, those whom the meeting concerns: they may be mentioned in it. */
    async readersAmong(id: MeetingId, people: readonly PersonId[]): Promise<PersonId[]> {
      const [known, meeting] = await Promise.all([
        peopleAmong(db.read, id, people),
        findMeeting(db.read, id),
      ]);
      const inSpace = meeting?.spaceId ? await spaces.membersAmong(meeting.spaceId, people) : [];
      return [...new Set([...known, ...inSpace])];
    },
  };
}
export type MeetingAccess = ReturnType<typeof createMeetingAccess>;

export function seenAs(who: Looker, found: MeetingOfPerson, spaceRole: Standing['spaceRole']): Seen {
  const { meeting, givenRole, admission, known } = found;
  const { id, spaceId, createdBy, lobby, archivedAt } = meeting;
  const { personId, kind, guestMeetingId } = who;
  const facts = { id, spaceId, createdBy, lobby, archived: archivedAt !== null };
  const person = { personId, kind, guestMeetingId };
  return { meeting, known, standing: { meeting: facts, person, spaceRole, givenRole, admission } };
}
