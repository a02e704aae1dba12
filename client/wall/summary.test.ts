import { describe, expect, it } from 'vitest';
import type { CompanyId, PersonId, QueueId, TicketId } from '#shared/contract/ids.ts';
import type { TicketHour, WallBoard, WallTicket } from '#shared/contract/wall.ts';
import {
  agentsOf,
  clientsOf,
  countToday,
  daysOf,
  lateOf,
  meanResponse,
  newestOf,
  sharesOf,
} from './summary.ts';

const now = Date.parse('2026-03-30T10:30:00Z');
const anHour = (hour: string, counts: Partial<TicketHour>): TicketHour => ({
  hour,
  created: 0,
  solved: 0,
  closed: 0,
  responses: 0,
  responseMs: 0,
  ...counts,
});
const aLine = (id: string, times: Partial<WallTicket>): WallTicket => ({
  id: id as TicketId,
  number: 1,
  subject: id,
  queueId: 'q' as QueueId,
  status: 'open',
  priority: 'normal',
  priorityFace: null,
  company: null,
  assignee: null,
  createdAt: '2026-03-01T00:00:00.000Z',
  updatedAt: '2026-03-01T00:00:00.000Z',
  waitingSince: null,
  dueAt: null,
  ...times,
});
const aBoard = (id: string, parts: Partial<WallBoard>): WallBoard => ({
  queueId: id as QueueId,
  name: id,
  overdueHours: 72,
  changedAt: null,
  cells: [],
  companies: [],
  agents: [],
  hours: [],
  lists: {
    opened: [],
    pending: [],
    owed: { count: 0, tickets: [] },
    old: { count: 0, tickets: [] },
    promised: { count: 0, tickets: [] },
    alerts: [],
  },
  ...parts,
});

describe('shares', () => {
  it('are parts of the open ones, over all queues', () => {
    const cell = { impact: 'none', priority: 'high' } as const;
    const boards = [
      aBoard('a', {
        cells: [
          { ...cell, status: 'new', count: 1 },
          { ...cell, status: 'solved', count: 7 },
        ],
      }),
      aBoard('b', { cells: [{ ...cell, status: 'open', priority: 'low', count: 3 }] }),
    ];
    expect(sharesOf(boards, 'open')).toEqual([
      { priority: 'critical', count: 0, share: 0 },
      { priority: 'high', count: 1, share: 0.25 },
      { priority: 'normal', count: 0, share: 0 },
      { priority: 'low', count: 3, share: 0.75 },
    ]);
    expect(sharesOf(boards, 'pending').every(({ share }) => share === 0)).toBe(true);
  });
});

describe('the mean first response', () => {
  it('weighs every response the same, and is none without any', () => {
    const hours = [
      anHour('2026-03-29T10:00:00.000Z', { responses: 3, responseMs: 3_000 }),
      anHour('2026-03-10T10:00:00.000Z', { responses: 1, responseMs: 9_000 }),
    ];
    expect(meanResponse([aBoard('a', { hours })], 7, now)).toBe(1_000);
    expect(meanResponse([aBoard('a', { hours })], 30, now)).toBe(3_000);
    expect(meanResponse([aBoard('a', {})], 30, now)).toBeNull();
  });
});

describe('days', () => {
  const hours = [
    anHour('2026-03-29T21:00:00.000Z', { created: 2 }),
    anHour('2026-03-29T22:00:00.000Z', { created: 1, solved: 1, closed: 1 }),
    anHour('2026-03-30T09:00:00.000Z', { created: 4, solved: 1 }),
  ];
  const cells = [{ status: 'open', priority: 'low', impact: 'none', count: 9 } as const];
  const boards = [aBoard('a', { hours, cells })];

  it('end at midnight of the time zone, also where the clock was moved that night', () => {
    expect(countToday(boards, 'created', now, 'Europe/Paris')).toBe(5);
    expect(countToday(boards, 'created', now, 'UTC')).toBe(4);
  });

  it('are thirty without a gap, and their backlog leads to that of today', () => {
    const days = daysOf(boards, now, 'Europe/Paris');
    expect(new Set(days.map(({ day }) => day)).size).toBe(30);
    expect(days.slice(-3)).toEqual([
      { day: '2026-03-28', created: 0, closed: 0, backlog: 4 },
      { day: '2026-03-29', created: 2, closed: 0, backlog: 6 },
      { day: '2026-03-30', created: 5, closed: 1, backlog: 9 },
    ]);
  });
});

describe('loads', () => {
  const acorn = { id: 'c' as CompanyId, name: 'Acorn' };
  const ben = { id: 'p' as PersonId, name: 'Ben' };

  it('of a client are told by queue, the most first', () => {
    const boards = [
      aBoard('a', {
        companies: [
          { company: acorn, open: 1, pending: 1 },
          { company: null, open: 3, pending: 0 },
        ],
      }),
      aBoard('b', { companies: [{ company: acorn, open: 2, pending: 0 }] }),
    ];
    expect(clientsOf(boards)).toEqual([
      {
        company: acorn,
        total: 4,
        byQueue: new Map([
          ['a', 2],
          ['b', 2],
        ]),
      },
      { company: null, total: 3, byQueue: new Map([['a', 3]]) },
    ]);
  });

  it('that nobody has come first', () => {
    const agents = [
      { agent: ben, open: 5, pending: 0 },
      { agent: null, open: 1, pending: 0 },
    ];
    expect(agentsOf([aBoard('a', { agents })]).map(({ agent }) => agent)).toEqual([null, ben]);
  });
});

describe('lists', () => {
  it('of several queues are one, in order', () => {
    const at = (day: number) => `2026-03-0${day}T00:00:00.000Z`;
    const lists = (...tickets: WallTicket[]) => ({
      ...aBoard('x', {}).lists,
      opened: tickets,
      owed: { count: tickets.length + 10, tickets },
    });
    const boards = [
      aBoard('a', { lists: lists(aLine('first', { createdAt: at(1), waitingSince: at(3) })) }),
      aBoard('b', { lists: lists(aLine('second', { createdAt: at(2), waitingSince: at(2) })) }),
    ];
    expect(newestOf(boards, 'opened').map(({ id }) => id)).toEqual(['second', 'first']);
    const owed = lateOf(boards, 'owed');
    expect([owed.count, owed.tickets.map(({ id }) => id)]).toEqual([22, ['second', 'first']]);
  });
});
