import { Skeleton } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import classes from './MessageList.module.css';
import type { Row } from './rows.ts';
import type { ReadyView } from './view.core.ts';
import type { Side } from './window.ts';

export type ListHandle = { showEnd: () => void; showRow: (index: number) => void; focus: () => void };

/** What the person has before their eyes. */
export type Sight = {
  /** The last message in sight, and whether it is the channel's last. */
  position: number;
  isEnd: boolean;
  /** The first message in sight, and how much of it is above the list. */
  top: { position: number; hidden: number } | null;
};

type Props = {
  label: string;
  view: ReadyView;
  rows: readonly Row[];
  unread: number;
  /** What stands above the first message of the channel. */
  beginning: ReactNode;
  /** Rows that must exist although they are out of sight: with an editor, with the focus. */
  kept: readonly number[];
  children: (row: Row, index: number) => ReactNode;
  onLoad: (side: Side) => void;
  onSight: (sight: Sight) => void;
  onNewest: () => void;
  onKey: (event: KeyboardEvent) => void;
  onClick: (event: MouseEvent<HTMLElement>) => void;
  /** Filled with ways to move the list. */
  handle: { current: ListHandle | null };
};

/** Room for the beginning or for what is loading: always there, so that nothing jumps when one takes the other's place. */
const topHeight = 132;
const bottomSpace = 12;
/** Pages are asked for this many pixels before they are seen. */
const ahead = 2_400;
const nearEnd = 40;
/** The first rows are measured when nothing has moved for so long. */
const settleMs = 100;
const longestSettleMs = 1_000;

/** The messages of a channel from first to last, only those in sight in the page. Remounted with each new generation. */
export function MessageList(props: Props) {
  const { view, rows, onLoad } = props;
  const { t } = useTranslation('chat');
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  /** New messages pull the view along. */
  const sticks = useRef(view.place === 'end');
  const lastOffset = useRef(0);
  /** Until when the list may still be measuring its first rows: what seems to be in sight is not to be trusted. */
  const settling = useRef<{ until: number; timer: ReturnType<typeof setTimeout> } | null>(null);

  /** For timers and events, which may outlive the drawing that set them up. */
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });

  const first = rows[0]?.key;
  const [shown, setShown] = useState({ first, count: rows.length, shift: false });
  const changed = shown.first !== first || shown.count !== rows.length;
  const shift = changed ? shown.first !== first : shown.shift;
  if (changed) setShown({ first, count: rows.length, shift });

  const toEnd = () => {
    const last = latest.current.rows.length - 1;
    if (last >= 0) list.current?.scrollToIndex(last, { align: 'end', offset: bottomSpace });
  };

  const settle = (until: number) => {
    if (settling.current) clearTimeout(settling.current.timer);
    const timer = setTimeout(
      () => {
        settling.current = null;
        look();
      },
      Math.min(settleMs, until - performance.now()),
    );
    settling.current = { until, timer };
  };

  const look = () => {
    const box = scroller.current;
    const now = list.current;
    if (box === null || now === null) return;
    if (settling.current) return settle(settling.current.until);
    const { rows, view, onLoad, onSight } = latest.current;
    const below = box.scrollHeight - box.scrollTop - box.clientHeight;
    const isEnd = below < nearEnd && !view.window.moreAfter;
    if (isEnd) sticks.current = true;
    else if (box.scrollTop < lastOffset.current - 2) sticks.current = false;
    lastOffset.current = box.scrollTop;
    setAtEnd(isEnd);
    if (box.scrollTop < ahead) onLoad('before');
    if (below < ahead) onLoad('after');
    const last = isEnd
      ? rows.length - 1
      : now.findItemIndex(box.scrollTop + box.clientHeight - bottomSpace) - 1;
    const position = lastSent(rows, last);
    if (position !== undefined) onSight({ position, isEnd, top: topOf(rows, now, box.scrollTop) });
  };

  useLayoutEffect(() => {
    props.handle.current = {
      showEnd: toEnd,
      showRow: (index) => list.current?.scrollToIndex(index, { align: 'nearest' }),
      focus: () => scroller.current?.focus({ preventScroll: true }),
    };
  });

  // Where to begin: once for each wish, not again when messages come.
  const { place } = view;
  useLayoutEffect(() => {
    settle(performance.now() + longestSettleMs);
    const index =
      typeof place === 'object' ? rows.findIndex((row) => row.message.position >= place.position) : -1;
    const unread = place === 'unread' ? rows.findIndex(({ startsUnread }) => startsUnread) : -1;
    const hidden = typeof place === 'object' ? place.hidden : undefined;
    if (index >= 0 && hidden !== undefined)
      list.current?.scrollToIndex(index, { align: 'start', offset: hidden });
    else if (index >= 0) list.current?.scrollToIndex(index, { align: 'center' });
    else if (unread >= 0) list.current?.scrollToIndex(unread, { align: 'start', offset: -topHeight - 48 });
    else toEnd();
    sticks.current = index < 0 && unread < 0;
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

  const top = view.window.moreBefore ? (
    <Loading failed={failedAt(view, 'before')} onRetry={() => onLoad('before')} />
  ) : (
    props.beginning
  );
  const isFarAway = !isAtEnd || view.window.moreAfter;

  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="log"
        aria-label={props.label}
        aria-live="off"
        // The list itself is a stop of the keyboard: arrows go through its messages.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={props.onKey}
        onClick={props.onClick}
      >
        <div className={classes.filler} />
        <div className={classes.top} style={{ '--top': `${topHeight}px` }}>
          {top}
        </div>
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={shift}
          startMargin={topHeight}
          bufferSize={600}
          keepMounted={props.kept}
          onScroll={look}
          onResize={() => {
            if (settling.current) settle(settling.current.until);
            if (sticks.current) toEnd();
          }}
        >
          {(row, index) => <div key={row.key}>{props.children(row, index)}</div>}
        </Virtualizer>
        {failedAt(view, 'after') && <Loading failed onRetry={() => onLoad('after')} />}
        <div className={classes.bottom} style={{ '--bottom': `${bottomSpace}px` }} />
      </div>
      <button
        type="button"
        className={classes.newest}
        data-shown={isFarAway}
        data-unread={props.unread > 0}
        tabIndex={isFarAway ? 0 : -1}
        aria-hidden={!isFarAway}
        onClick={props.onNewest}
      >
        <IconArrowDown size={16} aria-hidden="true" />
        {props.unread > 0 ? t('list.newMessages', { count: props.unread }) : t('list.toNewest')}
      </button>
    </div>
  );
}

/** The position of the row, or of the nearest above it that is part of the history. */
function lastSent(rows: readonly Row[], from: number): number | undefined {
  for (let index = from; index >= 0; index -= 1) {
    const row = rows[index];
    if (row?.outgoing === null) return row.message.position;
  }
  return undefined;
}

function topOf(rows: readonly Row[], list: VirtualizerHandle, scrollTop: number): Sight['top'] {
  const index = list.findItemIndex(scrollTop);
  const row = rows[index];
  if (row === undefined || row.outgoing !== null) return null;
  return { position: row.message.position, hidden: scrollTop - topHeight - list.getItemOffset(index) };
}

const failedAt = ({ paging }: ReadyView, side: Side) => paging?.side === side && paging.failed;

function Loading({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  const { t } = useTranslation(['chat', 'common']);
  if (failed)
    return (
      <p className={classes.failed} role="alert">
        {t('list.pageFailed')}{' '}
        <button type="button" onClick={onRetry}>
          {t('common:actions.retry')}
        </button>
      </p>
    );
  return (
    <div className={classes.loading} aria-hidden="true">
      {[58, 34].map((width) => (
        <div key={width} className={classes.loadingRow}>
          <Skeleton width={36} height={36} radius={10} />
          <div>
            <Skeleton width={110} height={9} radius="sm" />
            <Skeleton width={`${width}%`} height={9} radius="sm" mt={9} />
          </div>
        </div>
      ))}
    </div>
  );
}
