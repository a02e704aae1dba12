import * as z from 'zod';
import { create } from 'zustand';
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

/** The columns of choice, remembered for this person. */
export const useColumns = create<{ chosen: readonly Column[] }>(() => ({
  chosen: Kept.safeParse(keep.read('columns')).data ?? usual,
}));

export function toggleColumn(column: Column): void {
  const { chosen } = useColumns.getState();
  const next = allColumns.filter((each) =>
    each === column ? !chosen.includes(each) : chosen.includes(each),
  );
  useColumns.setState({ chosen: next });
  keep.write('columns', next);
}

/** Of a row: what is chosen, behind the mark for several at once where there is one. */
export const templateOf = (chosen: readonly Column[], marks: readonly string[]): string =>
  [...marks, '18px', '52px', 'minmax(0, 5fr)', ...chosen.map((column) => columns[column])].join(' ');
