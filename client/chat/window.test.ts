import { describe, expect, it } from 'vitest';
import { aMessage, messagesFrom } from './chat.fixtures.ts';
import { addPage, applyChanges, indexAt, trim, type Window } from './window.ts';

const positions = (window: Window) => window.messages.map(({ position }) => position);
const middle: Window = { messages: messagesFrom(11, 20), moreBefore: true, moreAfter: true };
const newest: Window = { messages: messagesFrom(11, 20), moreBefore: true, moreAfter: false };

describe('indexAt', () => {
  it('finds the message, its successor, or the end', () => {
    const messages = [aMessage(2), aMessage(4), aMessage(6)];
    expect([1, 2, 3, 6, 7].map((position) => indexAt(messages, position))).toEqual([0, 0, 1, 2, 3]);
    expect(indexAt([], 1)).toBe(0);
  });
});

describe('addPage', () => {
  it('extends towards older messages and takes over whether there are more', () => {
    const window = addPage(
      middle,
      { messages: messagesFrom(1, 10), moreBefore: false, moreAfter: true },
      'before',
    );
    expect(positions(window)).toEqual(messagesFrom(1, 20).map(({ position }) => position));
    expect(window).toMatchObject({ moreBefore: false, moreAfter: true });
  });

  it('extends towards newer messages', () => {
    const window = addPage(
      middle,
      { messages: messagesFrom(21, 25), moreBefore: true, moreAfter: false },
      'after',
    );
    expect(positions(window).at(-1)).toBe(25);
    expect(window).toMatchObject({ moreBefore: true, moreAfter: false });
  });

  it('survives an overlapping page, the newer state winning on both sides', () => {
    const edited = aMessage(20, { seq: 90, body: 'edited' });
    const stale = aMessage(19, { seq: 3, body: 'stale' });
    const page = { messages: [stale, edited, ...messagesFrom(21, 22)], moreBefore: true, moreAfter: true };
    const window = addPage(middle, page, 'after');
    expect(positions(window)).toEqual(messagesFrom(11, 22).map(({ position }) => position));
    expect(window.messages[9]?.body).toBe('edited');
    expect(window.messages[8]?.body).toBe('message 19');
  });
});

describe('applyChanges', () => {
  it('appends at the channel end only', () => {
    expect(positions(applyChanges(newest, messagesFrom(21, 22))).at(-1)).toBe(22);
    expect(applyChanges(middle, messagesFrom(21, 22))).toBe(middle);
  });

  it('replaces by a newer state, never by an older one', () => {
    const edited = aMessage(15, { seq: 40, body: 'edited' });
    const window = applyChanges(newest, [edited]);
    expect(window.messages[4]).toBe(edited);
    expect(applyChanges(window, [aMessage(15, { seq: 39 })])).toBe(window);
  });

  it('leaves out what lies before the window', () => {
    expect(applyChanges(newest, [aMessage(3, { seq: 99 })])).toBe(newest);
  });

  it('starts an empty channel', () => {
    const empty: Window = { messages: [], moreBefore: false, moreAfter: false };
    expect(positions(applyChanges(empty, [aMessage(1)]))).toEqual([1]);
  });
});

describe('trim', () => {
  it('keeps the chosen side and remembers that there is more on the other', () => {
    expect(trim(newest, 'end', 3)).toEqual({
      messages: messagesFrom(18, 20),
      moreBefore: true,
      moreAfter: false,
    });
    expect(trim(newest, 'start', 3)).toEqual({
      messages: messagesFrom(11, 13),
      moreBefore: true,
      moreAfter: true,
    });
    expect(trim(newest, 'start', 10)).toBe(newest);
  });
});
