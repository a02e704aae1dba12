import type { WallBoard, WallLists, WallPatch } from './contract/wall.ts';
import type { QueueId } from './contract/ids.ts';

/** What somebody who looks at the figures knows of each queue. */
export type Boards = ReadonlyMap<QueueId, WallBoard>;

/** Takes a patch into the boards: its entries replace those about the same, and what is empty goes. */
export function merge(boards: Boards, patch: WallPatch): Boards {
  const board = boards.get(patch.queueId);
  if (!board) return boards;
  const next: WallBoard = {
    ...board,
    overdueHours: patch.overdueHours,
    changedAt: patch.changedAt,
    cells: replaced(board.cells, patch.cells, (cell) => `${cell.status} ${cell.priority} ${cell.impact}`),
    companies: replaced(board.companies, patch.companies, ({ company }) => company?.id ?? ''),
    agents: replaced(board.agents, patch.agents, ({ agent }) => agent?.id ?? ''),
    hours: replaced(board.hours, patch.hours, ({ hour }) => hour),
    lists: { ...board.lists, ...withoutUndefined(patch.lists) },
  };
  return new Map(boards).set(patch.queueId, next);
}

function replaced<T extends object>(
  old: readonly T[],
  changed: readonly T[],
  keyOf: (entry: T) => string,
): T[] {
  if (changed.length === 0) return [...old];
  const entries = new Map(old.map((entry) => [keyOf(entry), entry]));
  for (const entry of changed) entries.set(keyOf(entry), entry);
  return [...entries.values()].filter((entry) =>
    Object.values(entry).some((value) => typeof value === 'number' && value !== 0),
  );
}

const withoutUndefined = (lists: WallPatch['lists']) =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)) as Partial<WallLists>;
