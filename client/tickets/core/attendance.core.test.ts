import { afterEach, expect, it, vi } from 'vitest';
import { attendTicket, ticketAttendance, unattendTicket } from '#shared/contract/desk.ts';
import { createTinyPort } from '../../app/hub.fixtures.ts';
import { createAttendance } from './attendance.core.ts';
import { colleague, me, ticketId } from './tickets.fixtures.ts';

function atTicket() {
  const hub = createTinyPort();
  hub.handle(attendTicket, () => ({}));
  hub.handle(unattendTicket, () => ({}));
  const attendance = createAttendance({ hub: hub.port, me: () => me });
  const others = () => attendance.store.getState().others;
  const said = () => hub.calls.splice(0).map(({ name, input }) => [name, input]);
  return { hub, attendance, others, said };
}

afterEach(() => void vi.useRealTimers());

it('shows the others at this ticket, and nobody of another one', () => {
  const { hub, attendance, others } = atTicket();
  attendance.enter(ticketId(1));
  const people = [
    { personId: me, typing: false },
    { personId: colleague, typing: true },
  ];
  hub.emit(ticketAttendance, { ticketId: ticketId(2), people });
  expect(others()).toEqual([]);
  hub.emit(ticketAttendance, { ticketId: ticketId(1), people });
  expect(others()).toEqual([{ personId: colleague, typing: true }]);
});

it('says that somebody types at most once in four seconds, and that it is over', () => {
  vi.useFakeTimers();
  const { attendance, said } = atTicket();
  attendance.enter(ticketId(1));
  said();
  attendance.type({ reply: true });
  attendance.type({ reply: true });
  expect(said()).toEqual([[attendTicket.name, { ticketId: ticketId(1), typing: true, reply: true }]]);
  vi.advanceTimersByTime(4_000);
  attendance.type({ reply: false });
  attendance.rest();
  attendance.rest();
  expect(said().map(([, input]) => input)).toMatchObject([{ typing: true, reply: false }, { typing: false }]);
});

it('says again where it is after a lost connection, and leaves only what it still shows', () => {
  const { hub, attendance, said } = atTicket();
  const leaveFirst = attendance.enter(ticketId(1));
  const leaveSecond = attendance.enter(ticketId(2));
  said();
  leaveFirst();
  expect(said()).toEqual([]);
  hub.setState('reconnecting');
  hub.setState('online');
  expect(said()).toEqual([[attendTicket.name, { ticketId: ticketId(2), typing: false, reply: false }]]);
  leaveSecond();
  expect(said()).toEqual([[unattendTicket.name, {}]]);
});
