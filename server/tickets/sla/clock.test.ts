import { describe, expect, test } from 'vitest';
import type { SlaCalendarId, SlaPolicyId } from '#shared/contract/ids.ts';
import type { SlaGoal, TicketSla } from '#shared/contract/sla.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { afterTelling, type Promised, reckon, tellAt, untold } from './clock.ts';
import { createWorkingTime } from './working-time.ts';

const at = (hour: number, minute = 0): string => new Date(Date.UTC(2026, 2, 4, hour, minute)).toISOString();
const always = Array.from({ length: 7 }, () => [{ from: 0, to: 24 * 60 }]);
const day = createWorkingTime({ timeZone: 'UTC', hours: always, holidays: [] });
/** From 8 to 12. */
const morning = createWorkingTime({
  timeZone: 'UTC',
  hours: always.map(() => [{ from: 8 * 60, to: 12 * 60 }]),
  holidays: [],
});
const calendars: Record<string, typeof day> = { day, morning };

const promise = (parts: Partial<Promised> = {}): Promised => ({
  policyId: 'policy' as SlaPolicyId,
  calendarId: 'day' as SlaCalendarId,
  calendar: day,
  minutes: { response: 60, solve: 240 },
  warnPercent: 80,
  ...parts,
});
const mornings = promise({ calendarId: 'morning' as SlaCalendarId, calendar: morning });

/** A ticket that is reckoned again and again. */
function aTicket(promised: Promised | null = promise()) {
  let sla: TicketSla | null = null;
  let facts: Pick<Ticket, 'status' | 'firstResponseAt'> = { status: 'new', firstResponseAt: null };
  let given: { promised: Promised | undefined; revision: number } = {
    promised: promised ?? undefined,
    revision: 1,
  };
  const ticket = {
    becomes(now: string, changes: Partial<typeof facts>, next: Partial<typeof given> = {}) {
      facts = { ...facts, ...changes };
      given = { ...given, ...next };
      sla = reckon(facts, sla, { ...given, calendarOf: (id) => calendars[id], at: now });
      return ticket;
    },
    tell(goal: SlaGoal, level: 'warning' | 'breach') {
      if (sla) sla = afterTelling(sla, goal, level);
      return ticket;
    },
    clock(goal: SlaGoal) {
      if (!sla) throw new Error('nothing is promised');
      return sla[goal];
    },
    tellAt: (updatedAt: string) => tellAt({ sla, updatedAt }),
    sla: () => sla,
  };
  return ticket;
}

const minutesUsed = ({ usedMs }: { usedMs: number }) => usedMs / 60_000;

describe('the clocks of a ticket', () => {
  test('run from its beginning to what is promised, and are warned of before', () => {
    const ticket = aTicket().becomes(at(8), {});
    expect(ticket.clock('response')).toMatchObject({ since: at(8), warnAt: at(8, 48), dueAt: at(9) });
    expect(ticket.clock('solve')).toMatchObject({ since: at(8), warnAt: at(11, 12), dueAt: at(12) });
    expect(ticket.tellAt(at(8))).toBe(at(8, 48));
  });

  test('end with the first answer and with the solution', () => {
    const ticket = aTicket().becomes(at(8), {});
    ticket.becomes(at(8, 30), { status: 'waiting', firstResponseAt: at(8, 30) });
    expect(ticket.clock('response')).toMatchObject({ dueAt: null, endedAt: at(8, 30), minutes: 60 });
    ticket.becomes(at(9), { status: 'solved' });
    const solve = ticket.clock('solve');
    expect(solve).toMatchObject({ endedAt: at(9), dueAt: null });
    expect(minutesUsed(solve)).toBe(30);
    expect(ticket.tellAt(at(9))).toBeNull();
  });

  test('rest while it is the customer’s turn, go on with their answer, and when it is opened again', () => {
    const ticket = aTicket().becomes(at(8), {});
    ticket.becomes(at(9), { status: 'waiting', firstResponseAt: at(9) });
    expect(ticket.clock('solve')).toMatchObject({ since: null, dueAt: null });
    ticket.becomes(at(20), { status: 'open' });
    expect(ticket.clock('solve')).toMatchObject({ since: at(20), dueAt: at(23) });
    ticket.becomes(at(21), { status: 'solved' }).becomes(at(22), { status: 'open' });
    expect(ticket.clock('solve')).toMatchObject({ since: at(22), endedAt: null });
    expect(minutesUsed(ticket.clock('solve'))).toBe(120);
    expect(ticket.clock('response').endedAt).toBe(at(9));
  });

  test('stay as they are while nothing of it changes', () => {
    const ticket = aTicket().becomes(at(8), {});
    const before = ticket.sla();
    expect(ticket.becomes(at(8, 50), { status: 'open' }).sla()).toEqual(before);
  });

  test('keep what was used when more or less is promised', () => {
    const ticket = aTicket().becomes(at(8), {});
    const less = promise({ minutes: { response: 30, solve: 90 } });
    ticket.becomes(at(9), {}, { promised: less });
    expect(ticket.clock('solve')).toMatchObject({ since: at(8), dueAt: at(9, 30) });
    expect(untold(ticket.clock('response'), at(9))).toBe('breach');
  });

  test('count each part by the calendar that was its own', () => {
    const ticket = aTicket().becomes(at(6), {});
    ticket.becomes(at(7), {}, { promised: mornings });
    expect(ticket.clock('solve')).toMatchObject({ usedMs: 3_600_000, since: at(7), dueAt: at(11) });
    ticket.becomes(at(20), {}, { promised: promise() });
    expect(minutesUsed(ticket.clock('solve'))).toBe(60 + 240);
  });

  test('stand while nothing applies, and go on with what they had', () => {
    const ticket = aTicket().becomes(at(8), {});
    ticket.becomes(at(9), {}, { promised: undefined });
    expect(ticket.clock('solve')).toMatchObject({ minutes: null, since: null, usedMs: 3_600_000 });
    ticket.becomes(at(20), {}, { promised: promise() });
    expect(ticket.clock('solve')).toMatchObject({ since: at(20), dueAt: at(23) });
  });

  test('begin when a policy does; what was answered before was promised to nobody', () => {
    const ticket = aTicket(null).becomes(at(1), { firstResponseAt: at(2), status: 'open' });
    ticket.becomes(at(8), {}, { promised: promise(), revision: 2 });
    expect(ticket.clock('response')).toMatchObject({ minutes: null, dueAt: null });
    expect(ticket.clock('solve')).toMatchObject({ usedMs: 0, dueAt: at(12) });
    expect(ticket.tellAt(at(8))).toBe(at(11, 12));
  });

  test('do not move when policies change that are not theirs', () => {
    const ticket = aTicket().becomes(at(8), {});
    const before = ticket.sla();
    expect(ticket.becomes(at(20), {}, { revision: 2 }).sla()).toEqual({ ...before, revision: 2 });
  });

  test('of no policy at all are none', () => {
    expect(aTicket(null).becomes(at(8), {}, { revision: 0 }).sla()).toBeNull();
  });
});

describe('what the desk is told', () => {
  test('is a warning, then the breach, each once', () => {
    const ticket = aTicket().becomes(at(8), {});
    expect(untold(ticket.clock('response'), at(8, 47))).toBeUndefined();
    expect(untold(ticket.clock('response'), at(8, 48))).toBe('warning');
    ticket.tell('response', 'warning');
    expect(untold(ticket.clock('response'), at(8, 59))).toBeUndefined();
    expect(ticket.tellAt(at(8, 48))).toBe(at(9));
    expect(untold(ticket.clock('response'), at(9))).toBe('breach');
    ticket.tell('response', 'breach');
    expect(untold(ticket.clock('response'), at(23))).toBeUndefined();
    expect(ticket.tellAt(at(9))).toBe(at(11, 12));
  });

  test('is the breach of what was answered too late before anybody told of it', () => {
    const ticket = aTicket().becomes(at(8), {});
    ticket.becomes(at(9), { status: 'waiting', firstResponseAt: at(9) });
    expect(untold(ticket.clock('response'), at(9))).toBe('breach');
    expect(ticket.tellAt(at(9))).toBe(at(9));
    const inTime = aTicket().becomes(at(8), {});
    inTime.becomes(at(8, 59), { status: 'waiting', firstResponseAt: at(8, 59) });
    expect(inTime.tellAt(at(9))).toBeNull();
  });

  test('comes again when more time was given and is over once more', () => {
    const ticket = aTicket().becomes(at(8), {}).tell('response', 'breach');
    const more = promise({ minutes: { response: 180, solve: 240 } });
    ticket.becomes(at(9, 30), {}, { promised: more });
    expect(ticket.clock('response')).toMatchObject({ told: null, warnAt: at(10, 24), dueAt: at(11) });
  });
});
