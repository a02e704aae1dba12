import { Button } from '@mantine/core';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayLabel } from '../../app/day-label.ts';
import { useMe } from '../../app/hub.ts';
import { useNow } from '../../app/now.ts';
import { useTextClicks } from '../../text/use-text-clicks.ts';
import type { ReadyTicket } from '../core/ticket.core.ts';
import { buildRows } from '../core/timeline.ts';
import { tickets, useOutgoing } from '../use-tickets.ts';
import classes from './Timeline.module.css';
import { TimelineRow } from './TimelineRow.tsx';

const nearEnd = 60;

/** What happened to a ticket, oldest first. It stands at its end and goes along with what is new. */
export function Timeline({ view, children }: { view: ReadyTicket; children?: ReactNode }) {
  const { t, i18n } = useTranslation('tickets');
  const me = useMe();
  const outgoing = useOutgoing(view.ticket.id);
  const clicked = useTextClicks();
  const scroller = useRef<HTMLDivElement>(null);
  const dayOf = dayIn(me.timeZone);
  const rows = buildRows(view.entries, outgoing, me.id, dayOf);
  const note = useStandAtEnd(scroller, rows[0]?.key, rows.at(-1)?.key);
  const now = new Date(useNow());
  const words = {
    locale: i18n.language,
    timeZone: me.timeZone,
    today: t('timeline.today'),
    yesterday: t('timeline.yesterday'),
  };
  return (
    // What can be clicked in the words has keys of its own.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={scroller}
      className={classes.scroller}
      role="log"
      aria-label={t('timeline.label')}
      // Its own stop of the keyboard, so that arrows scroll it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onClick={clicked}
      onScroll={note}
    >
      <div className={classes.rows}>
        {view.more && (
          <Button
            className={classes.earlier}
            size="xs"
            variant="default"
            loading={view.paging === 'loading'}
            onClick={() => void tickets.view(view.ticket.id).more()}
          >
            {t(view.paging === 'failed' ? 'timeline.retry' : 'timeline.earlier')}
          </Button>
        )}
        {rows.map((row) => (
          <TimelineRow
            key={row.key}
            row={row}
            ticket={view.ticket}
            day={row.startsDay ? dayLabel(new Date(row.at), now, words) : null}
          />
        ))}
        {children}
      </div>
    </div>
  );
}

const days = new Map<string, Intl.DateTimeFormat>();
function dayIn(timeZone: string): (at: string) => string {
  const format = days.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone });
  days.set(timeZone, format);
  return (at) => format.format(new Date(at));
}

/** Goes to the end with what is new there, unless somebody reads further up; earlier entries push nothing away. */
function useStandAtEnd(
  scroller: { current: HTMLDivElement | null },
  first: string | undefined,
  last: string | undefined,
): () => void {
  const atEnd = useRef(true);
  const height = useRef(0);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && !atEnd.current) box.scrollTop += box.scrollHeight - height.current;
    // oxlint-disable-next-line react/exhaustive-deps
  }, [first]);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (atEnd.current) box.scrollTop = box.scrollHeight;
    height.current = box.scrollHeight;
  }, [scroller, first, last]);
  // Markdown and pictures arrive late and push the end down.
  useLayoutEffect(() => {
    const box = scroller.current;
    const content = box?.firstElementChild;
    if (!box || !content) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
      height.current = box.scrollHeight;
    });
    observer.observe(content);
    return () => observer.disconnect();
  }, [scroller]);
  return () => {
    const box = scroller.current;
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
  };
}
