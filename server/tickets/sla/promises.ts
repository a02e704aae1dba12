import type { Reader } from '#server/platform/db.ts';
import type { SlaCalendarId } from '#shared/contract/ids.ts';
import type { SlaPolicy } from '#shared/contract/sla.ts';
import type { Ticket, TicketEntry } from '#shared/contract/tickets.ts';
import { afterTelling, type Promised, reckon } from './clock.ts';
import { policyFor } from './policies.ts';
import { findRevision, listCalendars, listPolicies } from './sla.store.ts';
import { createWorkingTime, type WorkingTime } from './working-time.ts';

type Unnumbered = Omit<Ticket, 'number' | 'seq'>;
type Book = {
  revision: number;
  policies: readonly SlaPolicy[];
  calendars: ReadonlyMap<SlaCalendarId, WorkingTime>;
};
type Change = { before: Ticket | undefined; entry?: Pick<TicketEntry, 'kind'>; at: string };

/** What a ticket's clocks become by a change, reckoned by the policies as they are in its transaction. */
export type Promising = <T extends Unnumbered>(after: T, change: Change) => T;

/** Read again when the revision is another one. */
export function createPromises() {
  let known: Book | undefined;

  async function read(db: Reader): Promise<Book> {
    const revision = await findRevision(db);
    if (known?.revision === revision) return known;
    const policies = await listPolicies(db);
    const calendars = await listCalendars(db);
    // Read first, so at the worst it is too low, and the tickets are reckoned once more.
    known = {
      revision,
      policies,
      calendars: new Map(calendars.map((calendar) => [calendar.id, createWorkingTime(calendar)])),
    };
    return known;
  }

  return async (db: Reader): Promise<Promising> => {
    const { revision, policies, calendars } = await read(db);
    const calendarOf = (id: SlaCalendarId) => calendars.get(id);
    return (after, { before, entry, at }) => {
      const promised = promisedBy(policyFor(policies, after), after, calendars);
      const sla = reckon(after, before?.sla ?? null, { revision, promised, calendarOf, at });
      return { ...after, sla: sla && isSla(entry) ? afterTelling(sla, entry.goal, entry.level) : sla };
    };
  };
}
export type Promises = ReturnType<typeof createPromises>;

const isSla = (
  entry: Pick<TicketEntry, 'kind'> | undefined,
): entry is Extract<TicketEntry, { kind: 'sla' }> => entry?.kind === 'sla';

function promisedBy(
  policy: SlaPolicy | undefined,
  { priority }: Unnumbered,
  calendars: Book['calendars'],
): Promised | undefined {
  const calendar = policy && calendars.get(policy.calendarId);
  if (!calendar) return undefined;
  const { id: policyId, calendarId, targets, warnPercent } = policy;
  const { responseMinutes: response, solveMinutes: solve } = targets[priority];
  return { policyId, calendarId, calendar, minutes: { response, solve }, warnPercent };
}
