import type { ColumnType, Generated } from 'kysely';
import type { ChannelId, MeetingId, PersonId, SpaceId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';

type Fixed<T> = ColumnType<T, T, never>;

export type MeetingsTable = {
  id: Fixed<MeetingId>;
  code: Fixed<string>;
  title: string;
  space_id: Fixed<SpaceId | null>;
  channel_id: Fixed<ChannelId>;
  lobby: boolean;
  created_by: Fixed<PersonId>;
  created_at: Fixed<Date>;
  archived_at: ColumnType<Date | null, undefined, Date>;
};

/** Who has to do with a meeting: was let in, entered, or was given a role. */
export type MeetingPeopleTable = {
  meeting_id: Fixed<MeetingId>;
  person_id: Fixed<PersonId>;
  /** Given by a host and lasting; null leaves it to the rules. */
  role: MeetingRole | null;
  last_entered_at: Date | null;
};

/** `removed` by a host: as `denied`, but asking again is allowed at once. */
export type AdmissionState = 'waiting' | 'admitted' | 'denied' | 'removed';

/** What the lobby decided about people whom nothing else lets in. */
export type MeetingAdmissionsTable = {
  meeting_id: Fixed<MeetingId>;
  person_id: Fixed<PersonId>;
  state: AdmissionState;
  asked_at: Date;
  answered_at: Date | null;
  /** The node that holds the connection that waits; nobody waits without one. */
  hub: string | null;
  /** Sent away by a host, and not let in since: outlives a knock that is withdrawn. */
  barred: Generated<boolean>;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    meetings: MeetingsTable;
    meeting_people: MeetingPeopleTable;
    meeting_admissions: MeetingAdmissionsTable;
  }
}
