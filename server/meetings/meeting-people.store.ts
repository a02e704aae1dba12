import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';

/** Remembers that somebody has to do with the meeting; `enteredAt` when they are in its room. */
export async function rememberPerson(
  tx: Tx,
  meetingId: MeetingId,
  personId: PersonId,
  enteredAt: Date | null = null,
): Promise<void> {
  await tx
    .insertInto('meeting_people')
    .values({ meeting_id: meetingId, person_id: personId, role: null, last_entered_at: enteredAt })
    .onConflict((conflict) => {
      const columns = conflict.columns(['meeting_id', 'person_id']);
      return enteredAt ? columns.doUpdateSet({ last_entered_at: enteredAt }) : columns.doNothing();
    })
    .execute();
}

export async function setGivenRole(
  tx: Tx,
  meetingId: MeetingId,
  personId: PersonId,
  role: MeetingRole,
): Promise<void> {
  await tx
    .insertInto('meeting_people')
    .values({ meeting_id: meetingId, person_id: personId, role, last_entered_at: null })
    .onConflict((conflict) => conflict.columns(['meeting_id', 'person_id']).doUpdateSet({ role }))
    .execute();
}

/** Who hears of changes without being in the room: hosts and those who have been in it lately. */
export async function interestedPeople(db: Reader, meetingId: MeetingId, limit = 200): Promise<PersonId[]> {
  const { rows } = await sql<{ id: PersonId }>`
    select p.person_id as id from meeting_people p join people on people.id = p.person_id
    where p.meeting_id = ${meetingId} and people.kind <> 'guest'
    order by p.last_entered_at desc nulls last limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Meetings that the person leads and that are in use: made or entered since. */
export async function ledLately(
  db: Reader,
  personId: PersonId,
  since: Date,
  limit = 100,
): Promise<MeetingId[]> {
  const { rows } = await sql<{ id: MeetingId }>`
    select m.id from meeting_people p join meetings m on m.id = p.meeting_id
    where p.person_id = ${personId} and p.role = 'host' and m.archived_at is null
      and greatest(p.last_entered_at, m.created_at) > ${since}
    order by m.id desc limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Of these people, those who have to do with this meeting. */
export async function peopleAmong(
  db: Reader,
  meetingId: MeetingId,
  ids: readonly PersonId[],
): Promise<PersonId[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('meeting_people')
    .select('person_id')
    .where('meeting_id', '=', meetingId)
    .where('person_id', 'in', ids)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** Of these people, those who have to do with a meeting that the viewer has to do with. */
export async function metAmong(db: Reader, viewer: PersonId, ids: readonly PersonId[]): Promise<PersonId[]> {
  const { rows } = await sql<{ id: PersonId }>`
    select distinct theirs.person_id as id from meeting_people mine
    join meeting_people theirs on theirs.meeting_id = mine.meeting_id
    where mine.person_id = ${viewer} and theirs.person_id = any(${ids}::uuid[])`.execute(db);
  return rows.map(({ id }) => id);
}
