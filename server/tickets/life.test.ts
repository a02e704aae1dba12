import { describe, expect, test } from 'vitest';
import type { PersonId, QueueId, TicketId } from '#shared/contract/ids.ts';
import { type Ticket, ticketFields } from '#shared/contract/tickets.ts';
import { afterChange, afterConfirmation, afterReply, afterSilence, differences } from './life.ts';

const [at0, at1, at2] = ['2026-01-01T10:00:00.000Z', '2026-01-01T11:00:00.000Z', '2026-01-01T12:00:00.000Z'];
const aTicket = (changes: Partial<Ticket> = {}): Ticket => ({
  id: 't' as TicketId,
  number: 1,
  seq: 1,
  subject: 'Printer',
  queueId: 'q' as QueueId,
  status: 'new',
  priority: 'normal',
  impact: 'none',
  channel: 'form',
  requesterId: 'p' as PersonId,
  companyId: null,
  assigneeId: null,
  people: [],
  tags: [],
  product: null,
  department: null,
  fields: {},
  dueAt: null,
  createdAt: at0,
  updatedAt: at0,
  firstResponseAt: null,
  waitingSince: at0,
  askedAt: null,
  remindedAt: null,
  solvedAt: null,
  closedAt: null,
  reopened: 0,
  rating: null,
  meetingId: null,
  source: null,
  ...changes,
});

describe('a reply', () => {
  test('of an employee is the first response once, and turns the wait around', () => {
    const first = afterReply(aTicket(), 'employee', at1);
    expect(first).toMatchObject({ status: 'waiting', firstResponseAt: at1, waitingSince: null });
    expect(afterReply(first, 'employee', at2).firstResponseAt).toBe(at1);
  });

  test('of a customer who writes twice does not start the wait anew', () => {
    expect(afterReply(aTicket(), 'customer', at1)).toMatchObject({ status: 'new', waitingSince: at0 });
    const waiting = aTicket({ status: 'waiting', waitingSince: null });
    expect(afterReply(waiting, 'customer', at1)).toMatchObject({ status: 'open', waitingSince: at1 });
  });

  test('after the end: an employee’s leaves it there, a customer’s opens it again and keeps the first response', () => {
    const closed = aTicket({
      status: 'closed',
      firstResponseAt: at0,
      waitingSince: null,
      solvedAt: at1,
      closedAt: at1,
    });
    expect(afterReply(closed, 'employee', at2)).toMatchObject({ status: 'closed', closedAt: at1 });
    expect(afterReply(closed, 'customer', at2)).toMatchObject({
      status: 'open',
      firstResponseAt: at0,
      waitingSince: at2,
      solvedAt: null,
      closedAt: null,
      reopened: 1,
    });
  });
});

describe('who is asked', () => {
  test('is the customer since the last reply of the desk, and nobody after their answer', () => {
    const asked = afterReply(aTicket(), 'employee', at1);
    expect(asked.askedAt).toBe(at1);
    expect(afterReply(asked, 'employee', at2).askedAt).toBe(at2);
    expect(afterReply(asked, 'customer', at2).askedAt).toBeNull();
    const closed = aTicket({ status: 'closed', waitingSince: null, closedAt: at0 });
    expect(afterReply(closed, 'employee', at1).askedAt).toBeNull();
  });

  test('is the customer, whether it is done, once it is solved', () => {
    const solved = afterChange(aTicket(), { status: 'solved' }, at1);
    expect(solved.askedAt).toBe(at1);
    expect(afterChange(solved, { priority: 'low' }, at2).askedAt).toBe(at1);
    expect(afterChange(solved, { status: 'closed' }, at2).askedAt).toBeNull();
  });

  test('yes closes, no opens again', () => {
    const solved = afterChange(aTicket(), { status: 'solved' }, at1);
    expect(afterConfirmation(solved, true, at2)).toMatchObject({
      status: 'closed',
      askedAt: null,
      solvedAt: at1,
      closedAt: at2,
      reopened: 0,
    });
    expect(afterConfirmation(solved, false, at2)).toMatchObject({
      status: 'open',
      askedAt: null,
      waitingSince: at2,
      solvedAt: null,
      reopened: 1,
    });
  });
});

describe('silence', () => {
  const rules = { remindAfterHours: 48, closeAfterHours: 48, keepAttachments: true };
  const after = (hours: number) => new Date(Date.parse(at0) + hours * 3_600_000).toISOString();
  const asked = { status: 'waiting', askedAt: at0, remindedAt: null } as const;

  test('of who is asked is broken once', () => {
    expect(afterSilence(asked, rules, after(47.9))).toBeUndefined();
    expect(afterSilence(asked, rules, after(48))).toEqual({ does: 'remind' });
    expect(afterSilence({ ...asked, remindedAt: after(48) }, rules, after(500))).toBeUndefined();
    expect(afterSilence(asked, { ...rules, remindAfterHours: null }, after(500))).toBeUndefined();
    expect(afterSilence({ ...asked, status: 'open', askedAt: null }, rules, after(500))).toBeUndefined();
  });

  test('closes what is solved, a day after the warning at the earliest', () => {
    const solved = { ...asked, status: 'solved' } as const;
    expect(afterSilence(solved, rules, after(23.9))).toBeUndefined();
    expect(afterSilence(solved, rules, after(24))).toEqual({ does: 'warn', closesAt: after(48) });
    // The hub was down for a week: the customer still has their day.
    expect(afterSilence(solved, rules, after(168))).toEqual({ does: 'warn', closesAt: after(192) });
    const warned = { ...solved, remindedAt: after(24) };
    expect(afterSilence(warned, rules, after(47.9))).toBeUndefined();
    expect(afterSilence(warned, rules, after(48))).toEqual({ does: 'close' });
    expect(afterSilence(warned, { ...rules, closeAfterHours: null }, after(500))).toBeUndefined();
    expect(afterSilence(solved, { ...rules, closeAfterHours: 2 }, at0)).toEqual({
      does: 'warn',
      closesAt: after(2),
    });
  });

  test('ends with a new question: who was reminded of the last one is reminded of this one too', () => {
    const reminded = aTicket({ status: 'waiting', askedAt: at0, remindedAt: at1 });
    expect(afterReply(reminded, 'employee', at2)).toMatchObject({ askedAt: at2, remindedAt: null });
    expect(afterChange(reminded, { status: 'solved' }, at2)).toMatchObject({
      askedAt: at2,
      remindedAt: null,
    });
    expect(afterChange(reminded, { priority: 'low' }, at2).remindedAt).toBe(at1);
  });
});

describe('a change', () => {
  test('to solved and then to closed keeps the time of the first', () => {
    const solved = afterChange(aTicket(), { status: 'solved' }, at1);
    expect(solved).toMatchObject({ solvedAt: at1, closedAt: null, waitingSince: null });
    expect(afterChange(solved, { status: 'closed' }, at2)).toMatchObject({ solvedAt: at1, closedAt: at2 });
    expect(afterChange(solved, { status: 'open' }, at2)).toMatchObject({ solvedAt: null, reopened: 1 });
  });

  test('of other fields leaves the clocks alone', () => {
    const changed = afterChange(aTicket(), { priority: 'critical', tags: ['fire'] }, at1);
    expect(changed).toEqual(aTicket({ priority: 'critical', tags: ['fire'] }));
  });

  test('is told with the fields that differ, before and after', () => {
    const before = aTicket();
    const after = aTicket({ priority: 'high', tags: ['a'] });
    expect(differences(before, after, ticketFields)).toEqual({
      before: { priority: 'normal', tags: [] },
      after: { priority: 'high', tags: ['a'] },
    });
    expect(differences(before, aTicket(), ticketFields)).toBeUndefined();
  });
});
