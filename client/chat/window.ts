import type { Message, MessagePage } from '#shared/contract/chat.ts';

/** A run of messages without a gap, ascending by position. `moreAfter` false means: its end is the channel's end. */
export type Window = {
  readonly messages: readonly Message[];
  readonly moreBefore: boolean;
  readonly moreAfter: boolean;
};
export type Side = 'before' | 'after';

type Page = Pick<MessagePage, 'messages' | 'moreBefore' | 'moreAfter'>;

export function windowOf(page: Page): Window {
  return { messages: page.messages, moreBefore: page.moreBefore, moreAfter: page.moreAfter };
}

/** Index of the first message at or after `position`; the length when there is none. */
export function indexAt(messages: readonly Message[], position: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const message = messages[middle];
    if (message !== undefined && message.position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Extends the window by the page next to it. Overlap is harmless: the newer state of a message wins. */
export function addPage(window: Window, page: Page, side: Side): Window {
  const first = window.messages[0]?.position ?? Number.POSITIVE_INFINITY;
  const last = window.messages.at(-1)?.position ?? Number.NEGATIVE_INFINITY;
  const outside = page.messages.filter(({ position }) =>
    side === 'before' ? position < first : position > last,
  );
  const inside = page.messages.filter(({ position }) => position >= first && position <= last);
  const extended =
    side === 'before'
      ? { messages: [...outside, ...window.messages], moreBefore: page.moreBefore }
      : { messages: [...window.messages, ...outside], moreAfter: page.moreAfter };
  return applyChanges({ ...window, ...extended }, inside);
}

/**
 * Brings changes of the stream into the window: known messages take their newer state, new ones are appended when the window
 * reaches the channel's end. What lies outside is left out; a later page brings it in its newest state.
 */
export function applyChanges(window: Window, changes: readonly Message[]): Window {
  if (changes.length === 0) return window;
  const messages = [...window.messages];
  let touched = false;
  for (const change of changes) touched = applyChange(messages, change, window) || touched;
  return touched ? { ...window, messages } : window;
}

function applyChange(messages: Message[], change: Message, window: Window): boolean {
  const index = indexAt(messages, change.position);
  const known = messages[index];
  if (known?.id === change.id) {
    if (known.seq >= change.seq) return false;
    messages[index] = change;
    return true;
  }
  const beforeStart = index === 0 && window.moreBefore;
  const afterEnd = index === messages.length && window.moreAfter;
  if (beforeStart || afterEnd) return false;
  messages.splice(index, 0, change);
  return true;
}

/** Lets go of what is further than `limit` messages away from the side that is kept. */
export function trim(window: Window, keep: 'start' | 'end', limit: number): Window {
  if (window.messages.length <= limit) return window;
  return keep === 'start'
    ? { ...window, messages: window.messages.slice(0, limit), moreAfter: true }
    : { ...window, messages: window.messages.slice(-limit), moreBefore: true };
}
