import { expect, it } from 'vitest';
import type { QueueId } from '#shared/contract/ids.ts';
import type { WallBoard } from '#shared/contract/wall.ts';
import { worsened } from './use-alarm.ts';

const aDesk = (critical: number, late: number, over = 0): WallBoard[] => [
  {
    queueId: 'q' as QueueId,
    name: 'Support',
    overdueHours: 72,
    changedAt: null,
    cells: [
      { status: 'open', priority: 'critical', impact: 'none', count: critical },
      { status: 'solved', priority: 'critical', impact: 'none', count: 9 - critical },
    ],
    companies: [],
    agents: [],
    hours: [],
    lists: {
      opened: [],
      pending: [],
      owed: { count: late, tickets: [] },
      old: { count: 0, tickets: [] },
      promised: { count: over, tickets: [] },
      alerts: [],
    },
  },
];

it('rings for what has become worse, not for what is bad', () => {
  expect(worsened(aDesk(2, 3), aDesk(3, 4))).toBe('critical');
  expect(worsened(aDesk(2, 3), aDesk(2, 4))).toBe('late');
  expect(worsened(aDesk(2, 3), aDesk(2, 3, 1))).toBe('late');
  expect(worsened(aDesk(2, 3), aDesk(1, 2))).toBeUndefined();
  expect(worsened(aDesk(2, 3), aDesk(2, 3))).toBeUndefined();
});
