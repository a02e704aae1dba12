import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { Row } from './rows.ts';
import type { Place, ReadyView } from './view.core.ts';
import type { Side } from './window.ts';

/** What the person has before their eyes. */
export type Sight = {
  /** The last message in sight, and whether it is the channel's last. */
  position: number;
  isEnd: boolean;
  /** The first message in sight, and how much of it is above the list. */
  top: { position: number; hidden: number } | null;
};
export type ListHandle = { showEnd: () => void; showRow: (index: number) => void; focus: () => void };

type Options = {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  view: ReadyView;
  rows: readonly Row[];
  onLoad: (side: Side) => void;
  onSight: (sight: Sight) => void;
  handle: { current: ListHandle | null };
};

/** Room for the beginning or for what is loading: always there, so that nothing jumps when one takes the other's place. */
export const topHeight = 132;
export const bottomSpace = 12;
/** Pages are asked for this many pixels before they are seen. */
const ahead = 2_400;
const nearEnd = 40;
/** Left above the first unread message. */
const context = topHeight + 48;
/** The first rows are measured when nothing has moved for so long. */
const settleMs = 100;
const longestSettleMs = 1_000;

/** Where a list of messages stands: begins at the right place, goes along with what is new, asks for pages, says what is in sight. */
export function useListPosition(options: Options) {
  const { view, rows, scroller, list } = options;
  const [isAtEnd, setAtEnd] = useState(true);
  /** New messages pull the view along. */
  const sticks = useRef(view.place === 'end');
  const lastOffset = useRef(0);
  /** Until when the list may still be measuring its first rows: what seems to be in sight is not to be trusted. */
  const settling = useRef<{ until: number; timer: ReturnType<typeof setTimeout> } | null>(null);

  /** For timers and events, which may outlive the drawing that set them up. */
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
    options.handle.current = {
      showEnd: toEnd,
      showRow: (index) => list.current?.scrollToIndex(index, { align: 'nearest' }),
      focus: () => scroller.current?.focus({ preventScroll: true }),
    };
  });

  function toEnd() {
    const last = latest.current.rows.length - 1;
    if (last >= 0) list.current?.scrollToIndex(last, { align: 'end', offset: bottomSpace });
  }

  function settle(until: number) {
    if (settling.current) clearTimeout(settling.current.timer);
    const timer = setTimeout(
      () => {
        settling.current = null;
        look();
      },
      Math.min(settleMs, until - performance.now()),
    );
    settling.current = { until, timer };
  }

  function look() {
    const now = list.current;
    if (now === null) return;
    if (settling.current) return settle(settling.current.until);
    const { rows: seen, view: shown, onLoad, onSight } = latest.current;
    const { above, below } = hiddenParts(now, seen.length);
    const isEnd = below < nearEnd && !shown.window.moreAfter;
    if (isEnd) sticks.current = true;
    else if (above < lastOffset.current - 2) sticks.current = false;
    lastOffset.current = above;
    setAtEnd(isEnd);
    if (above < ahead) onLoad('before');
    if (below < ahead) onLoad('after');
    const position = lastSeen(now, seen, isEnd);
    if (position !== undefined) onSight({ position, isEnd, top: firstSeen(now, seen) });
  }

  // Where to begin: once for each wish, not again when messages come.
  const { place } = view;
  useLayoutEffect(() => {
    settle(performance.now() + longestSettleMs);
    const isSomewhere = list.current !== null && scrollTo(list.current, rows, place);
    if (!isSomewhere) toEnd();
    sticks.current = !isSomewhere;
    return () => {
      if (settling.current) clearTimeout(settling.current.timer);
      settling.current = null;
    };
    // oxlint-disable-next-line react/exhaustive-deps
  }, [place]);

  // New below while at the end: go along. Also after a page came, perhaps the next is wanted already.
  const lastKey = rows.at(-1)?.key;
  useLayoutEffect(() => {
    if (sticks.current) toEnd();
    const timer = setTimeout(look, 50);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [lastKey, rows.length]);

  return {
    isAtEnd,
    shift: useShift(rows),
    scrolled: look,
    resized: () => {
      if (settling.current) settle(settling.current.until);
      if (sticks.current) toEnd();
    },
  };
}

/** True while the last change of the rows was at their start: the list then keeps its distance from the end. */
function useShift(rows: readonly Row[]): boolean {
  const first = rows[0]?.key;
  const [known, setKnown] = useState({ first, count: rows.length, shift: false });
  if (known.first === first && known.count === rows.length) return known.shift;
  const shift = known.first !== first;
  setKnown({ first, count: rows.length, shift });
  return shift;
}

/** False: the place is the end, or not among the rows. */
function scrollTo(list: VirtualizerHandle, rows: readonly Row[], place: Place): boolean {
  if (place === 'end') return false;
  const index =
    place === 'unread'
      ? rows.findIndex(({ startsUnread }) => startsUnread)
      : rows.findIndex(({ message }) => message.position >= place.position);
  if (index < 0) return false;
  if (place === 'unread') list.scrollToIndex(index, { align: 'start', offset: -context });
  else if (place.hidden === undefined) list.scrollToIndex(index, { align: 'center' });
  else list.scrollToIndex(index, { align: 'start', offset: place.hidden });
  return true;
}

/**
 * Pixels above and below what is in sight. The list's own numbers: asking the page for them in the middle of a scroll would make
 * it lay itself out once more.
 */
function hiddenParts(list: VirtualizerHandle, count: number): { above: number; below: number } {
  const size = count === 0 ? 0 : list.getItemOffset(count - 1) + list.getItemSize(count - 1);
  const above = list.scrollOffset;
  return { above, below: topHeight + size + bottomSpace - above - list.viewportSize };
}

/** The position of the last message wholly in sight that is part of the history. */
function lastSeen(list: VirtualizerHandle, rows: readonly Row[], isEnd: boolean): number | undefined {
  const bottom = list.scrollOffset + list.viewportSize - bottomSpace;
  for (let index = isEnd ? rows.length - 1 : list.findItemIndex(bottom) - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row?.outgoing === null) return row.message.position;
  }
  return undefined;
}

function firstSeen(list: VirtualizerHandle, rows: readonly Row[]): Sight['top'] {
  const { scrollOffset } = list;
  const index = list.findItemIndex(scrollOffset);
  const row = rows[index];
  if (row === undefined || row.outgoing !== null) return null;
  return { position: row.message.position, hidden: scrollOffset - topHeight - list.getItemOffset(index) };
}
