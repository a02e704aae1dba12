import { IconArrowDown } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import classes from './MessageList.module.css';
import { PageOnTheWay } from './PageOnTheWay.tsx';
import type { Row } from './rows.ts';
import { bottomSpace, type ListHandle, type Sight, topHeight, useListPosition } from './use-list-position.ts';
import type { ReadyView } from './view.core.ts';
import type { Side } from './window.ts';

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
  /** A page that failed, on the person's word. */
  onRetry: (side: Side) => void;
  onSight: (sight: Sight) => void;
  onNewest: () => void;
  onKey: (event: KeyboardEvent) => void;
  onClick: (event: MouseEvent<HTMLElement>) => void;
  /** Filled with ways to move the list. */
  handle: { current: ListHandle | null };
};

/** The messages of a channel from first to last, only those in sight in the page. Remounted with each new generation. */
export function MessageList(props: Props) {
  const { view, rows, unread, onLoad, onSight, onRetry, handle } = props;
  const { t } = useTranslation('chat');
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const at = useListPosition({ scroller, list, view, rows, onLoad, onSight, handle });
  const hasFailed = (side: Side) => view.paging?.side === side && view.paging.failed;
  const isFarAway = !at.isAtEnd || view.window.moreAfter;
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
          {view.window.moreBefore ? (
            <PageOnTheWay failed={hasFailed('before')} onRetry={() => onRetry('before')} />
          ) : (
            props.beginning
          )}
        </div>
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={at.shift}
          startMargin={topHeight}
          bufferSize={600}
          keepMounted={props.kept}
          onScroll={at.scrolled}
          onResize={at.resized}
        >
          {(row, index) => <div key={row.key}>{props.children(row, index)}</div>}
        </Virtualizer>
        {hasFailed('after') && <PageOnTheWay failed onRetry={() => onRetry('after')} />}
        <div className={classes.bottom} style={{ '--bottom': `${bottomSpace}px` }} />
      </div>
      <button
        type="button"
        className={classes.newest}
        data-shown={isFarAway}
        data-unread={unread > 0}
        tabIndex={isFarAway ? 0 : -1}
        aria-hidden={!isFarAway}
        onClick={props.onNewest}
      >
        <IconArrowDown size={16} aria-hidden="true" />
        {unread > 0 ? t('list.newMessages', { count: unread }) : t('list.toNewest')}
      </button>
    </div>
  );
}
