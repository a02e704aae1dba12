import { describe, expect, it } from 'vitest';
import type { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import type { TicketCount } from '#shared/contract/tickets.ts';
import { add, copyOf, differences, giveNames, toFigures, toTables, unnamedIn } from './figure-tables.ts';

const companyId = 'c' as CompanyId;
const count = (status: TicketCount['status'], by: number): TicketCount => ({
  queueId: 'q' as QueueId,
  status,
  priority: 'high',
  impact: 'none',
  companyId,
  assigneeId: 'p' as PersonId,
  count: by,
});
const empty = () => toTables({ cells: [], companies: [], agents: [], hours: [] });
const none = { counts: [], hours: [] };

describe('a change', () => {
  it('is added, gets its names, and what is over weighs on nobody', () => {
    const tables = empty();
    add(tables, {
      ...none,
      counts: [count('new', 2), count('new', -1), count('waiting', 1), count('solved', 1)],
    });
    expect(unnamedIn(tables)).toEqual({ companies: ['c'], agents: ['p'] });
    giveNames(tables, new Map([['c', 'Acorn']]));
    expect(toFigures(tables)).toMatchObject({
      companies: [{ company: { id: 'c', name: 'Acorn' }, open: 1, pending: 1 }],
      agents: [{ agent: { id: 'p', name: 'p' }, open: 1, pending: 1 }],
    });
    expect(toFigures(tables).cells.map((cell) => [cell.status, cell.count])).toEqual([
      ['new', 1],
      ['waiting', 1],
      ['solved', 1],
    ]);
  });

  it('that comes before the one it follows gives the same in the end', () => {
    const tables = empty();
    add(tables, { ...none, counts: [count('new', -1), count('open', 1)] });
    add(tables, { ...none, counts: [count('new', 1)] });
    expect(toFigures(tables).cells.map((cell) => [cell.status, cell.count])).toEqual([['open', 1]]);
  });
});

describe('what differs', () => {
  it('are entries as they are now, and zeros for those that are gone', () => {
    const before = empty();
    add(before, { ...none, counts: [count('new', 1), count('open', 1)] });
    const after = copyOf(before);
    add(after, { ...none, counts: [count('new', 1)] });
    expect(differences(before, after)).toMatchObject({
      cells: [{ status: 'new', count: 2 }],
      companies: [{ open: 3, pending: 0 }],
      hours: [],
    });
    expect(differences(before, empty())).toMatchObject({
      cells: [
        { status: 'new', count: 0 },
        { status: 'open', count: 0 },
      ],
      companies: [{ company: { id: 'c' }, open: 0, pending: 0 }],
    });
    expect(differences(before, copyOf(before))).toEqual({ cells: [], companies: [], agents: [], hours: [] });
  });
});
