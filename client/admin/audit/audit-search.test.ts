import { describe, expect, it } from 'vitest';
import { actionTree } from './action-tree.ts';
import { dayStart, isFiltered, toFilter } from './audit-filter.ts';
import { readAuditSearch } from './audit-search.ts';

describe('the audit log’s address', () => {
  it('keeps what is right and drops the rest', () => {
    const search = { action: 'people', from: '2026-03-01', to: 'soon', text: 42, entry: -3, more: 'x' };
    expect(readAuditSearch(search)).toEqual({ action: 'people', from: '2026-03-01', text: '42' });
    expect(isFiltered({ entry: 7 })).toBe(false);
  });

  it('turns days into moments of the reader’s zone, the last day included', () => {
    expect(toFilter({ from: '2026-01-10', to: '2026-01-10' }, 'Europe/Paris')).toEqual({
      from: '2026-01-09T23:00:00.000Z',
      to: '2026-01-10T23:00:00.000Z',
    });
  });

  it('knows that a day may have 23 hours', () => {
    // Clocks go forward in Paris on 29 March 2026.
    expect(dayStart('2026-03-29', 'Europe/Paris')).toBe('2026-03-28T23:00:00.000Z');
    expect(dayStart('2026-03-29', 'Europe/Paris', 1)).toBe('2026-03-29T22:00:00.000Z');
  });

  it('lists actions below their domains', () => {
    expect(actionTree(['people.suspended', 'audit.cut', 'people.restored'])).toEqual([
      'audit',
      'audit.cut',
      'people',
      'people.restored',
      'people.suspended',
    ]);
  });
});
