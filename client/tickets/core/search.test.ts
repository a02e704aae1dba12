import { describe, expect, it } from 'vitest';
import { keyOf, searchOf } from './address.ts';
import { fieldWord, filterOf, matches, orders, searchFor, sortOf, withWords, wordsIn } from './search.ts';
import { aTicket, colleague, me, minute, queueId } from './tickets.fixtures.ts';

describe('the search of an address', () => {
  it('takes what it understands and leaves the rest', () => {
    expect(searchOf({ status: 'open,pending', priority: '', waiting: 'them', page: 2, sort: null })).toEqual({
      status: 'open,pending',
    });
    expect(searchOf({ waiting: 'us', tag: 2026 })).toEqual({ waiting: 'us', tag: '2026' });
  });

  it('becomes a filter of the hub', () => {
    const now = new Date(minute(0));
    const search = { status: 'active', priority: 'critical,urgent', assignee: 'me', waiting: 'us' } as const;
    expect(filterOf(search, me, now)).toMatchObject({
      status: ['new', 'open', 'pending', 'waiting'],
      priority: ['critical'],
      assigneeId: me,
      waitingSince: minute(0),
    });
    expect(filterOf({ assignee: 'none' }, me)).toMatchObject({ assigneeId: null });
    expect(filterOf({ status: 'any', queue: 'nonsense', assignee: 'nonsense' }, me)).toEqual({});
  });

  it('names a field of the installation with its value', () => {
    for (const [key, value] of [
      ['room', 'A: "1"'],
      ['cost', -2.5],
      ['urgent', false],
    ] as const) {
      const search = { field: fieldWord(key, value) };
      const { fields } = filterOf(searchOf(search), me);
      expect(fields).toEqual({ [key]: value });
      expect(searchFor({ fields }, 'updated', me)).toMatchObject(search);
      expect(matches({ fields }, aTicket(1, { fields: { [key]: value } }))).toBe(true);
      expect(matches({ fields }, aTicket(1))).toBe(false);
    }
    for (const field of ['room', 'room:', 'room:A1', 'Room:"A1"', 'room:null', 'room:{}'])
      expect(filterOf({ field }, me).fields).toBeUndefined();
  });

  it('is changed word by word, and names the active ones together', () => {
    expect(wordsIn({ status: 'active' }, 'status')).toEqual(['new', 'open', 'pending', 'waiting']);
    expect(withWords({ tag: 'cold' }, 'status', ['new', 'open', 'pending', 'waiting'])).toEqual({
      tag: 'cold',
      status: 'active',
    });
    expect(withWords({ priority: 'low' }, 'priority', [])).toEqual({});
  });

  it('comes back from a kept filter as it was', () => {
    const search = {
      status: 'active',
      assignee: 'me',
      waiting: 'us',
      priority: 'high',
      sort: 'due',
    } as const;
    expect(searchFor(filterOf(search, me), sortOf(search), me)).toEqual(search);
    expect(searchFor({ assigneeId: null }, 'updated', me)).toEqual({ status: 'any', assignee: 'none' });
  });

  it('has one key, whatever the order', () => {
    expect(keyOf({ waiting: 'us', status: 'open' })).toBe(keyOf({ status: 'open', waiting: 'us' }));
    expect(keyOf({})).toBe('');
  });
});

describe('a ticket that has changed', () => {
  const mine = filterOf({ assignee: 'me', status: 'active', tag: 'cold' }, me);
  it.each([
    [{ assigneeId: me, tags: ['cold', 'firmware'] }, true],
    [{ assigneeId: colleague, tags: ['cold'] }, false],
    [{ assigneeId: me, tags: ['cold'], status: 'solved' }, false],
    [{ assigneeId: me, tags: [] }, false],
  ] as const)('is in the list or not: %j', (changes, isIn) => {
    expect(matches(mine, aTicket(1, { ...changes, tags: [...changes.tags] }))).toBe(isIn);
  });

  it('waits whenever it began to wait', () => {
    const filter = filterOf({ waiting: 'us' }, me, new Date(minute(0)));
    expect(matches(filter, aTicket(1, { waitingSince: minute(30) }))).toBe(true);
    expect(matches(filter, aTicket(1, { waitingSince: null }))).toBe(false);
  });

  it('of another queue is not in it', () => {
    expect(matches(filterOf({ queue: queueId(1) }, me), aTicket(1, { queueId: queueId(2) }))).toBe(false);
  });

  it.each([
    ['updated', [4, 3, 2, 1]],
    ['created', [4, 3, 2, 1]],
    ['waiting', [1, 3, 4, 2]],
    ['priority', [2, 3, 1, 4]],
    ['due', [3, 1, 2, 4]],
  ] as const)('has its place in the order of %s', (sort, numbers) => {
    const all = [
      aTicket(1),
      aTicket(2, { priority: 'high', waitingSince: null }),
      aTicket(3, { dueAt: minute(50) }),
      aTicket(4, { status: 'solved', priority: 'critical', dueAt: minute(5) }),
    ];
    expect(all.sort(orders[sort]).map(({ number }) => number)).toEqual(numbers);
  });
});
