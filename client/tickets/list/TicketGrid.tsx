import { type MouseEvent, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { TicketId } from '#shared/contract/ids.ts';
import { TicketId as TicketIdSchema } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { usePhone } from '../../app/use-phone.ts';
import { type Column, templateOf } from './columns.ts';
import classes from './TicketGrid.module.css';
import { rowId, TicketRow } from './TicketRow.tsx';

type Props = {
  label: string;
  tickets: readonly Ticket[];
  columns: readonly Column[];
  selected: ReadonlySet<TicketId>;
  /** Where the keyboard is. */
  active: TicketId | null;
  onActive: (ticketId: TicketId) => void;
  /** Pixels above what was in sight when one left. */
  offset: number;
  onOffset: (offset: number) => void;
  /** null: nothing can be done with several at once. */
  onSelect: ((ticket: Ticket) => void) | null;
  onOpen: (ticketId: TicketId) => void;
  /** True: the key is taken. */
  onKey: (key: string) => boolean;
  onEnd: () => void;
};

const rowHeight = { desk: 40, phone: 60 };
const nearEnd = 20;

/** A dense list of tickets: j and k, Enter, x from anywhere on its page. It keeps its place while tickets move in it. */
export function TicketGrid(props: Props) {
  const { tickets, columns, selected, onSelect } = props;
  const { t } = useTranslation('tickets');
  const height = rowHeight[usePhone() ? 'phone' : 'desk'];
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const at = tickets.findIndex(({ id }) => id === props.active);
  const note = useSteadyPlace(list, tickets, props.offset);

  const move = (to: number) => {
    const next = tickets[Math.max(0, Math.min(tickets.length - 1, to))];
    if (!next) return;
    scroller.current?.focus({ preventScroll: true });
    list.current?.scrollToIndex(tickets.indexOf(next), { align: 'nearest' });
    props.onActive(next.id);
  };
  usePageKeys((key, target) => {
    // A button elsewhere on the page has Enter and the arrows for itself.
    const isFree = scroller.current?.contains(target) || target?.matches('body, [data-page-title]');
    if (!isFree && key.length > 1 && key !== 'Escape') return false;
    const steps: Record<string, number> = {
      j: at + 1,
      ArrowDown: at + 1,
      k: Math.max(0, at - 1),
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: tickets.length - 1,
    };
    const to = steps[key];
    const active = tickets[at];
    if (to !== undefined) move(to);
    else if (key === 'Enter' && active) props.onOpen(active.id);
    else if (key === 'x' && active && onSelect) onSelect(active);
    else return props.onKey(key);
    return true;
  });
  const clicked = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = event.target.closest<HTMLElement>('[data-ticket]');
    const id = TicketIdSchema.safeParse(row?.dataset['ticket']).data;
    if (id === undefined || event.target.closest('input')) return;
    event.preventDefault();
    props.onOpen(id);
  };

  return (
    // The page hands it the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={scroller}
      className={classes.grid}
      style={{ '--columns': templateOf(columns, onSelect ? ['20px'] : []), '--row-height': `${height}px` }}
      role="grid"
      aria-label={props.label}
      aria-multiselectable={onSelect !== null}
      aria-activedescendant={tickets[at] && rowId(tickets[at])}
      tabIndex={0}
      data-list
      onClick={clicked}
    >
      <div className={classes.head} role="row">
        {onSelect && <span role="columnheader" aria-label={t('fields.selected')} />}
        <span role="columnheader" aria-label={t('fields.priority')} />
        <span role="columnheader">{t('fields.number')}</span>
        <span role="columnheader">{t('fields.subject')}</span>
        {columns.map((column) => (
          <span
            key={column}
            role="columnheader"
            data-column={column}
            {...(column === 'assignee' ? { 'aria-label': t('fields.assignee') } : {})}
          >
            {column !== 'assignee' && t(`fields.${column}`)}
          </span>
        ))}
      </div>
      <Virtualizer
        ref={list}
        scrollRef={scroller}
        data={tickets}
        itemSize={height}
        bufferSize={400}
        startMargin={headHeight}
        keepMounted={at >= 0 ? [at] : []}
        onScroll={(offset) => {
          const handle = list.current;
          if (handle === null) return;
          note(offset);
          props.onOffset(offset);
          if (handle.findItemIndex(offset + handle.viewportSize) > tickets.length - nearEnd) props.onEnd();
        }}
      >
        {(ticket, index) => (
          <TicketRow
            key={ticket.id}
            ticket={ticket}
            columns={columns}
            isActive={index === at}
            isSelected={selected.has(ticket.id)}
            onSelect={onSelect}
          />
        )}
      </Virtualizer>
    </div>
  );
}

const headHeight = 30;

/**
 * A ticket that changes goes to the top: who reads further down must not see the rows move under the pointer. The first row in
 * sight stays where it is, unless the list stands at its top.
 */
function useSteadyPlace(
  list: { current: VirtualizerHandle | null },
  tickets: readonly Ticket[],
  offset: number,
): (offset: number) => void {
  const anchor = useRef<{ id: TicketId; above: number } | null>(null);
  const begun = useRef(false);
  useLayoutEffect(() => {
    const handle = list.current;
    if (handle === null) return;
    if (!begun.current) {
      begun.current = true;
      if (offset > 0) handle.scrollTo(offset);
    } else if (anchor.current !== null) {
      const { id, above } = anchor.current;
      const index = tickets.findIndex((ticket) => ticket.id === id);
      if (index >= 0) handle.scrollTo(handle.getItemOffset(index) + above);
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [tickets]);
  return (now) => {
    const handle = list.current;
    const index = handle?.findItemIndex(now) ?? 0;
    const first = tickets[index];
    anchor.current =
      handle && first && now > 0 ? { id: first.id, above: now - handle.getItemOffset(index) } : null;
  };
}
