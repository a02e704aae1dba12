import type { Actor } from '#server/accounts/actor.ts';
import { requireAdministrator } from '#server/admin/admin.policy.ts';
import { nothing, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type * as contract from '#shared/contract/sla.ts';
import { maxSlaCalendars, type SlaCalendar } from '#shared/contract/sla.ts';
import { type Deciding, decide, unknownCalendar } from './deciding.ts';
import * as store from './sla.store.ts';

const targetOf = ({ id, name }: SlaCalendar) => ({ kind: 'slaCalendar', id, name });

/** When the desk works. */
export function createCalendars(parts: Deciding) {
  const { clock, audit } = parts;

  async function save(
    actor: Actor,
    input: ParsedInputOf<typeof contract.saveSlaCalendar>,
  ): Promise<SlaCalendar> {
    requireAdministrator(actor);
    return await decide(parts, async (tx) => {
      const all = await store.listCalendars(tx);
      if (all.length >= maxSlaCalendars && all.every(({ id }) => id !== input.id))
        throw new AppError('tooMany', `There are ${maxSlaCalendars} calendars at most.`);
      const calendar: SlaCalendar = { ...input, updatedAt: clock.now().toISOString() };
      await store.putCalendar(tx, calendar);
      const facts = { timeZone: calendar.timeZone, holidays: calendar.holidays.length };
      audit.record(tx, { actor, action: 'sla.calendarSaved', target: targetOf(calendar), facts });
      return calendar;
    });
  }

  async function remove(
    actor: Actor,
    { calendarId }: ParsedInputOf<typeof contract.deleteSlaCalendar>,
  ): Promise<typeof nothing> {
    requireAdministrator(actor);
    await decide(parts, async (tx) => {
      const policies = await store.listPolicies(tx);
      if (policies.some((policy) => policy.calendarId === calendarId))
        throw new AppError('conflict', 'A service level goes by this calendar.', {
          details: { reason: 'inUse' },
        });
      const calendar = await store.deleteCalendar(tx, calendarId);
      if (!calendar) throw unknownCalendar();
      audit.record(tx, { actor, action: 'sla.calendarDeleted', target: targetOf(calendar) });
    });
    return nothing;
  }

  return { save, remove };
}
