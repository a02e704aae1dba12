import type { ColumnType } from 'kysely';
import type { SlaCalendarId, SlaPolicyId } from '#shared/contract/ids.ts';
import type { SlaCalendar, SlaPolicy } from '#shared/contract/sla.ts';

type Fixed<T> = ColumnType<T, T, never>;
/** What has no column of its own. */
export type CalendarContent = Pick<SlaCalendar, 'timeZone' | 'hours' | 'holidays'>;
export type PolicyContent = Pick<SlaPolicy, 'companyIds' | 'queueIds' | 'targets' | 'warnPercent'>;

/** One row: grows with every change of a policy or a calendar. */
export type SlaRevisionTable = { one: Fixed<boolean>; revision: number };
export type SlaCalendarsTable = {
  id: Fixed<SlaCalendarId>;
  name: string;
  content: ColumnType<CalendarContent, string, string>;
  updated_at: Date;
};
export type SlaPoliciesTable = {
  id: Fixed<SlaPolicyId>;
  name: string;
  enabled: boolean;
  calendar_id: SlaCalendarId;
  content: ColumnType<PolicyContent, string, string>;
  updated_at: Date;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    sla_revision: SlaRevisionTable;
    sla_calendars: SlaCalendarsTable;
    sla_policies: SlaPoliciesTable;
  }
}
