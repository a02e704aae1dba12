import { describe, expect, it } from 'vitest';
import type { OutgoingReply } from './replies.core.ts';
import { buildRows } from './timeline.ts';
import { aChange, aReply, colleague, entryId, me, minute, ticketId } from './tickets.fixtures.ts';

const rowsOf = (...[entries, outgoing = []]: [Parameters<typeof buildRows>[0], OutgoingReply[]?]) =>
  buildRows(entries, outgoing, me, (at) => at.slice(0, 10));

describe('the timeline', () => {
  it('shows words one by one and begins a day where it changes', () => {
    const rows = rowsOf([aReply(1), aReply(2, { at: '2026-03-04T08:00:00.000Z' })]);
    expect(rows.map(({ startsDay }) => startsDay)).toEqual([true, true]);
    expect(rows).toMatchObject([{ body: 'words 1' }, { body: 'words 2' }]);
  });

  it('tells changes that follow each other in one line, each field once', () => {
    const rows = rowsOf([
      aReply(1),
      aChange(2, { status: 'new', assigneeId: null }, { status: 'open', assigneeId: me }),
      aChange(3, { status: 'open' }, { status: 'pending' }),
      aChange(4, { priority: 'low' }, { priority: 'high' }),
    ]);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({
      changes: [
        { field: 'status', before: 'new', after: 'pending' },
        { field: 'assigneeId', before: null, after: me },
        { field: 'priority', before: 'low', after: 'high' },
      ],
    });
  });

  it('tells nothing of what only follows from other fields', () => {
    const later = aChange(3, { solvedAt: null, status: 'open' }, { solvedAt: minute(3), status: 'solved' });
    expect(
      rowsOf([aReply(1), aChange(2, { updatedAt: minute(1) }, { updatedAt: minute(2) }), later]),
    ).toMatchObject([{}, { changes: [{ field: 'status', before: 'open', after: 'solved' }] }]);
  });

  it('does not mention what was taken back at once', () => {
    const there = aChange(2, { status: 'open' }, { status: 'solved' });
    const back = aChange(3, { status: 'solved' }, { status: 'open' });
    expect(rowsOf([aReply(1), there, back])).toHaveLength(1);
  });

  it('keeps apart what other people do, what comes much later and what words lie between', () => {
    const first = aChange(2, { priority: 'low' }, { priority: 'high' });
    const next = aChange(3, { impact: 'none' }, { impact: 'major' });
    expect(rowsOf([first, { ...next, authorId: colleague }])).toHaveLength(2);
    expect(rowsOf([first, { ...next, at: minute(30) }])).toHaveLength(2);
    expect(rowsOf([first, aReply(4), next])).toHaveLength(3);
  });

  it('tells of each field of the installation by itself', () => {
    const set = aChange(2, {}, {});
    const first = {
      ...set,
      before: { fields: { room: null, cost: 5 } },
      after: { fields: { room: 'A1', cost: null } },
    };
    const next = {
      ...set,
      id: entryId(3),
      seq: 3,
      before: { fields: { cost: null } },
      after: { fields: { cost: 5 } },
    };
    expect(rowsOf([first])).toMatchObject([
      {
        changes: [
          { field: 'fields.room', before: null, after: 'A1' },
          { field: 'fields.cost', before: 5, after: null },
        ],
      },
    ]);
    expect(rowsOf([first, next])).toMatchObject([{ changes: [{ field: 'fields.room' }] }]);
  });

  it('ends with what is on its way, until the hub has brought it', () => {
    const outgoing: OutgoingReply = {
      clientId: entryId(2),
      ticketId: ticketId(1),
      body: 'soon',
      note: true,
      becomes: null,
      attachments: [],
      createdAt: minute(2),
      state: 'waiting',
    };
    expect(rowsOf([aReply(1)], [outgoing])[1]).toMatchObject({
      body: 'soon',
      note: true,
      authorId: me,
      outgoing,
    });
    expect(rowsOf([aReply(1), aReply(2)], [outgoing])).toHaveLength(2);
  });
});
