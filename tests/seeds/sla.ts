import type { InputOf } from '#shared/contract/define.ts';
import type { SlaCalendarId, SlaPolicyId } from '#shared/contract/ids.ts';
import type { saveSlaCalendar, saveSlaPolicy } from '#shared/contract/sla.ts';

type NewCalendar = InputOf<typeof saveSlaCalendar>;
type NewPolicy = InputOf<typeof saveSlaPolicy>;

/** Around the clock, unless the parts say so. */
export const aCalendar = (parts: Partial<NewCalendar> = {}): NewCalendar => ({
  id: crypto.randomUUID() as SlaCalendarId,
  name: 'Always',
  timeZone: 'UTC',
  hours: Array.from({ length: 7 }, () => [{ from: 0, to: 24 * 60 }]),
  holidays: [],
  ...parts,
});

const target = { responseMinutes: 60, solveMinutes: 240 };
/** Of everybody: an hour to answer, four to solve; half of it for what is critical. */
export const aPolicy = (calendarId: SlaCalendarId, parts: Partial<NewPolicy> = {}): NewPolicy => ({
  id: crypto.randomUUID() as SlaPolicyId,
  name: 'Standard',
  enabled: true,
  calendarId,
  companyIds: [],
  queueIds: [],
  targets: {
    low: target,
    normal: target,
    high: target,
    critical: { responseMinutes: 30, solveMinutes: 120 },
  },
  warnPercent: 80,
  ...parts,
});
