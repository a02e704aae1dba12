import { describe, expect, it } from 'vitest';
import type { CannedReply } from '#shared/contract/desk.ts';
import { findCanned, slashAt } from './canned.ts';
import { me, minute } from './tickets.fixtures.ts';

const named = (name: string): CannedReply => ({
  id: '00000000-0000-7000-8000-000000000001' as CannedReply['id'],
  name,
  body: name,
  shared: true,
  ownerId: me,
  updatedAt: minute(1),
  canEdit: true,
});

describe('a slash in the text', () => {
  it.each([
    ['/', 1, { start: 0, end: 1, query: '' }],
    ['Hello /res', 10, { start: 6, end: 10, query: 'res' }],
    ['Hello\n/reset pass', 17, { start: 6, end: 17, query: 'reset pass' }],
    ['either/or', 9, null],
    ['see /var/log', 12, null],
    ['https://x', 9, null],
    ['done', 4, null],
  ])('asks for a canned reply where it begins a word: %j', (text, caret, slash) => {
    expect(slashAt(text, caret)).toEqual(slash);
  });

  it('finds by any word of the name', () => {
    const replies = ['Reset the password', 'Ask for the version', 'Password was reset'].map(named);
    expect(findCanned(replies, 'pass').map(({ name }) => name)).toEqual([
      'Password was reset',
      'Reset the password',
    ]);
    expect(findCanned(replies, '')).toHaveLength(3);
  });
});
