import { describe, expect, it } from 'vitest';
import type { Message } from '#shared/contract/chat.ts';
import { aMessage, anna, bruno, messagesFrom } from './chat.fixtures.ts';
import { buildRows, lastOwn } from './rows.ts';

const rowsOf = (messages: Message[], divider: number | null = null) =>
  buildRows({ messages, outgoing: [], changes: new Map(), divider, me: anna.id });
const at = (minutes: number) => new Date(2026, 0, 5, 9, minutes).toISOString();

describe('rows of the message list', () => {
  it('groups what one author wrote within five minutes', () => {
    const rows = rowsOf([
      aMessage(1, { createdAt: at(0) }),
      aMessage(2, { createdAt: at(4) }),
      aMessage(3, { createdAt: at(9) }),
      aMessage(4, { createdAt: at(10), authorId: anna.id }),
      aMessage(5, { createdAt: at(11) }),
    ]);
    expect(rows.map(({ grouped }) => grouped)).toEqual([false, true, false, false, false]);
  });

  it('starts each day', () => {
    const late = new Date(2026, 0, 5, 23, 59).toISOString();
    const early = new Date(2026, 0, 6, 0, 1).toISOString();
    const rows = rowsOf([aMessage(1, { createdAt: late }), aMessage(2, { createdAt: early })]);
    expect(rows.map(({ startsDay, grouped }) => [startsDay, grouped])).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it('puts the line above the first unread message of somebody else, and breaks the group there', () => {
    const messages = messagesFrom(1, 4).map((message) =>
      message.position === 3 ? { ...message, authorId: anna.id } : message,
    );
    expect(rowsOf(messages, 2).map(({ startsUnread }) => startsUnread)).toEqual([false, false, false, true]);
    expect(rowsOf(messagesFrom(1, 3), 1)[1]).toMatchObject({ startsUnread: true, grouped: false });
    expect(rowsOf(messagesFrom(1, 3)).some(({ startsUnread }) => startsUnread)).toBe(false);
  });

  it('finds the message that the up arrow edits', () => {
    const mine = (position: number, changes: Partial<Message> = {}) =>
      aMessage(position, { authorId: anna.id, ...changes });
    const rows = rowsOf([
      mine(1),
      mine(2),
      mine(3, { deletedAt: at(5) }),
      aMessage(4, { authorId: bruno.id }),
    ]);
    expect(lastOwn(rows, anna.id)?.message.position).toBe(2);
  });
});
