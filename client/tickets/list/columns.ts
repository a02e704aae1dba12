import * as z from 'zod';
import { create } from 'zustand';
import type { TicketView } from '#shared/contract/desk.ts';
import { keep } from '../use-tickets.ts';

/** What a row shows beside priority, number and subject, in this order, and how wide. */
export const columns = {
  requester: 'minmax(90px, 2fr)',
  status: '100px',
  queue: '76px',
  assignee: '24px',
  tags: '120px',
  product: '100px',
  due: '100px',
  sla: '108px',
  waiting: '44px',
  updated: '60px',
} as const;
export type Column = keyof typeof columns;
export const allColumns = Object.keys(columns) as Column[];

const usual: readonly Column[] = ['requester', 'status', 'queue', 'assignee', 'waiting', 'updated'];
const Kept = z.array(z.enum(allColumns));

type Chosen = {
  /** Remembered for this person. */
  own: readonly Column[];
  /** Of a saved view since it was opened here: others than it was saved with. */
  byView: Readonly<Record<string, readonly Column[]>>;
};
const useChosen = create<Chosen>(() => ({
  own: Kept.safeParse(keep.read('columns')).data ?? usual,
  byView: {},
}));

const columnsIn = ({ own, byView }: Chosen, view: TicketView | undefined): readonly Column[] =>
  view ? (byView[view.id] ?? Kept.safeParse(view.columns).data ?? own) : own;

/** The columns that the list shows, which may be a saved view. */
export const useColumns = (view: TicketView | undefined): readonly Column[] => columnsIn(useChosen(), view);

export function toggleColumn(column: Column, view: TicketView | undefined): void {
  const chosen = useChosen.getState();
  const shown = columnsIn(chosen, view);
  const next = allColumns.filter((each) => (each === column ? !shown.includes(each) : shown.includes(each)));
  if (view) useChosen.setState({ byView: { ...chosen.byView, [view.id]: next } });
  else {
    useChosen.setState({ own: next });
    keep.write('columns', next);
  }
}

/** Of a row: what is chosen, behind the mark for several at once where there is one. */
export const templateOf = (chosen: readonly Column[], marks: readonly string[]): string =>
  [...marks, '18px', '52px', 'minmax(0, 5fr)', ...chosen.map((column) => columns[column])].join(' ');
