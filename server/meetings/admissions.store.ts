import { sql } from 'kysely';
import type { Reader, Tx } from '#server/platform/db.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { AdmissionState } from './meetings.tables.ts';

type Decided = Exclude<AdmissionState, 'waiting'>;

/** Who waits longest comes first. */
export async function listWaiting(db: Reader, meetingId: MeetingId): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('meeting_admissions')
    .select('person_id')
    .where('meeting_id', '=', meetingId)
    .where('state', '=', 'waiting')
    .orderBy('asked_at')
    .orderBy('person_id')
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** Knocking again, from another tab too, keeps the place in the line. */
export async function wait(
  tx: Tx,
  knock: { meetingId: MeetingId; personId: PersonId; askedAt: Date; hub: string },
): Promise<void> {
  const { meetingId, personId, askedAt, hub } = knock;
  await tx
    .insertInto('meeting_admissions')
    .values({
      meeting_id: meetingId,
      person_id: personId,
      state: 'waiting',
      asked_at: askedAt,
      answered_at: null,
      hub,
    })
    .onConflict((conflict) =>
      conflict.columns(['meeting_id', 'person_id']).doUpdateSet((row) => ({
        state: 'waiting',
        asked_at: row
          .case()
          .when('meeting_admissions.state', '=', 'waiting')
          .then(row.ref('meeting_admissions.asked_at'))
          .else(askedAt)
          .end(),
        answered_at: null,
        hub,
      })),
    )
    .execute();
}

const decisionOf = (state: Decided, at: Date) => ({
  state,
  answered_at: at,
  hub: null,
  barred: state !== 'admitted',
});

export async function decide(
  tx: Tx,
  meetingId: MeetingId,
  personId: PersonId,
  state: Decided,
  at: Date,
): Promise<void> {
  const decision = decisionOf(state, at);
  await tx
    .insertInto('meeting_admissions')
    .values({ meeting_id: meetingId, person_id: personId, asked_at: at, ...decision })
    .onConflict((conflict) => conflict.columns(['meeting_id', 'person_id']).doUpdateSet(decision))
    .execute();
}

/** Everybody who waits gets the same answer. */
export async function decideAll(tx: Tx, meetingId: MeetingId, state: Decided, at: Date): Promise<PersonId[]> {
  const rows = await tx
    .updateTable('meeting_admissions')
    .set(decisionOf(state, at))
    .where('meeting_id', '=', meetingId)
    .where('state', '=', 'waiting')
    .returning('person_id')
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** True when the person waited. `hub`: only if this node holds the connection that waits. */
export async function stopWaiting(
  tx: Tx,
  meetingId: MeetingId,
  personId: PersonId,
  hub?: string,
): Promise<boolean> {
  const hubs = hub === undefined ? [] : [hub];
  return (await forget(tx, { meetings: [meetingId], people: [personId], hubs })).length > 0;
}

type Which = { meetings: MeetingId[]; people: PersonId[]; hubs: string[] };

/** An empty list means all. Whoever was sent away before stays so: knocking and leaving wipes nothing out. */
async function forget(tx: Tx, { meetings, people, hubs }: Which): Promise<MeetingId[]> {
  const which = sql`state = 'waiting'
    and (meeting_id = any(${meetings}::uuid[]) or cardinality(${meetings}::uuid[]) = 0)
    and (person_id = any(${people}::uuid[]) or cardinality(${people}::uuid[]) = 0)
    and (hub = any(${hubs}::text[]) or cardinality(${hubs}::text[]) = 0)`;
  const { rows } = await sql<{ meeting_id: MeetingId }>`
    with barred as (
      update meeting_admissions set state = 'removed', answered_at = asked_at, hub = null
      where barred and ${which} returning meeting_id
    ), gone as (
      delete from meeting_admissions where not barred and ${which} returning meeting_id
    )
    select meeting_id from barred union select meeting_id from gone`.execute(tx);
  return rows.map(({ meeting_id }) => meeting_id);
}

export async function findState(
  db: Reader,
  meetingId: MeetingId,
  personId: PersonId,
): Promise<AdmissionState | undefined> {
  const row = await db
    .selectFrom('meeting_admissions')
    .select('state')
    .where('meeting_id', '=', meetingId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.state;
}

/** The nodes whose connections wait somewhere. */
export async function hubsWithWaiting(db: Reader): Promise<string[]> {
  const rows = await db
    .selectFrom('meeting_admissions')
    .select('hub')
    .distinct()
    .where('state', '=', 'waiting')
    .execute();
  return rows.flatMap(({ hub }) => hub ?? []);
}

export const forgetWaitingOf = (tx: Tx, hub: string): Promise<MeetingId[]> =>
  forget(tx, { meetings: [], people: [], hubs: [hub] });
