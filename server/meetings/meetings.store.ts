import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { Meeting, MeetingRole } from '#shared/contract/meetings.ts';
import { newMeetingCode } from './code.ts';
import type { AdmissionState, MeetingsTable } from './meetings.tables.ts';

type Row = Selectable<MeetingsTable>;
/** A meeting with what is stored about one person in it. */
export type MeetingOfPerson = {
  meeting: Meeting;
  givenRole: MeetingRole | undefined;
  /** Has a row in `meeting_people`. */
  known: boolean;
  admission: { state: AdmissionState; answeredAt: Date | null } | undefined;
};

const toMeeting = (row: Row): Meeting => ({
  id: row.id,
  code: row.code,
  title: row.title,
  spaceId: row.space_id,
  channelId: row.channel_id,
  lobby: row.lobby,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  archivedAt: row.archived_at?.toISOString() ?? null,
});

type NewMeeting = Omit<Meeting, 'code' | 'createdAt' | 'archivedAt'> & { createdAt: Date };

/** The code is new: one that exists already is tried again with another. */
export async function insertMeeting(tx: Tx, meeting: NewMeeting, attempts = 5): Promise<Meeting> {
  const row = await tx
    .insertInto('meetings')
    .values({
      id: meeting.id,
      code: newMeetingCode(),
      title: meeting.title,
      space_id: meeting.spaceId,
      channel_id: meeting.channelId,
      lobby: meeting.lobby,
      created_by: meeting.createdBy,
      created_at: meeting.createdAt,
    })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row) return toMeeting(row);
  if (attempts <= 1) throw new Error('no free meeting code');
  return await insertMeeting(tx, meeting, attempts - 1);
}

/** undefined: not there, or archived meanwhile. */
export async function updateMeeting(
  tx: Tx,
  id: MeetingId,
  change: { title?: string; lobby?: boolean; archived_at?: Date },
): Promise<Meeting | undefined> {
  const row = await tx
    .updateTable('meetings')
    .set(change)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row && toMeeting(row);
}

/** Locks the meeting's row: what several hosts decide at once happens one after the other. */
export async function lockMeeting(tx: Tx, id: MeetingId): Promise<Meeting | undefined> {
  const row = await tx.selectFrom('meetings').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && toMeeting(row);
}

type JoinedRow = Row & {
  given_role: MeetingRole | null;
  known: boolean;
  admission_state: AdmissionState | null;
  admission_answered_at: Date | null;
};

const ofPerson = (personId: PersonId) => sql`
  select m.*, p.role as given_role, p.person_id is not null as known, a.state as admission_state, a.answered_at as admission_answered_at
  from meetings m
  left join meeting_people p on p.meeting_id = m.id and p.person_id = ${personId}
  left join meeting_admissions a on a.meeting_id = m.id and a.person_id = ${personId}`;

const toMeetingOfPerson = (row: JoinedRow): MeetingOfPerson => ({
  meeting: toMeeting(row),
  givenRole: row.given_role ?? undefined,
  known: row.known,
  admission: row.admission_state
    ? { state: row.admission_state, answeredAt: row.admission_answered_at }
    : undefined,
});

export async function findForPerson(
  db: Reader,
  personId: PersonId,
  key: { id: MeetingId } | { code: string },
): Promise<MeetingOfPerson | undefined> {
  const which = 'id' in key ? sql`m.id = ${key.id}` : sql`m.code = ${key.code}`;
  const { rows } = await sql<JoinedRow>`${ofPerson(personId)} where ${which}`.execute(db);
  return rows[0] && toMeetingOfPerson(rows[0]);
}

export async function findByCode(db: Reader, code: string): Promise<Meeting | undefined> {
  const row = await db.selectFrom('meetings').selectAll().where('code', '=', code).executeTakeFirst();
  return row && toMeeting(row);
}

export async function findMeeting(db: Reader, id: MeetingId): Promise<Meeting | undefined> {
  const row = await db.selectFrom('meetings').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toMeeting(row);
}

export async function findTitles(db: Reader, ids: readonly MeetingId[]): Promise<Map<MeetingId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('meetings').select(['id', 'title']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Newest first: of these spaces, made by the person, or entered by them. Each arm reads its own index. */
export async function listForPerson(
  db: Reader,
  personId: PersonId,
  spaces: readonly SpaceId[],
  page: { before: MeetingId | undefined; limit: number },
): Promise<MeetingOfPerson[]> {
  const { before = 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit } = page;
  const { rows } = await sql<JoinedRow>`${ofPerson(personId)} where m.id in (
      (select id from meetings where space_id = any(${spaces}::uuid[]) and archived_at is null and id < ${before}
        order by id desc limit ${limit})
      union
      (select id from meetings where created_by = ${personId} and archived_at is null and id < ${before}
        order by id desc limit ${limit})
      union
      (select id from meetings join meeting_people on meeting_id = id
        where person_id = ${personId} and last_entered_at is not null and archived_at is null and id < ${before}
        order by id desc limit ${limit})
    ) order by m.id desc limit ${limit}`.execute(db);
  return rows.map(toMeetingOfPerson);
}
