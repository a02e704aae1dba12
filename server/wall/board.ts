import type { Logger } from '#server/platform/logger.ts';
import type { Figures as DeskFigures, Told } from '#server/tickets/figures/figures.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import type { WallBoard, WallLists, WallPatch } from '#shared/contract/wall.ts';
import {
  add,
  copyOf,
  differences,
  type FigureTables,
  giveNames,
  toFigures,
  toTables,
  unnamedIn,
} from './figure-tables.ts';
import { paced } from './paced.ts';

type Parts = {
  figures: Pick<DeskFigures, 'board' | 'lists' | 'names' | 'follow'>;
  now(): number;
  publish(patch: WallPatch): void;
  logger: Logger;
};
/** What viewers have been told. */
type Shown = { name: string; tables: FigureTables; lists: WallLists; overdueHours: number };

/** Changes of one moment are told together. */
const everyMs = 80;
/** A change that was not heard of after this long was lost on the way. */
const patienceMs = 1_000;
/** Heals what nobody thought of, and lets go of the hours that are past. */
const readAnewMs = 3_600_000;
const maxTimerMs = 2 ** 31 - 1;

/**
 * The live board of one queue in this process. Figures come from the database once and then from the changes, whose numbers
 * show when one was lost; lists are read again with each change, once for all who look. At rest nobody looks: the figures go on.
 */
export async function openBoard(queueId: QueueId, { figures, now, publish, logger }: Parts) {
  let changedAt: string | null = null;
  let tables: FigureTables = toTables({ cells: [], companies: [], agents: [], hours: [] });
  let shown: Shown | undefined;
  /** All changes up to this one are in the tables, and these later ones. */
  let revision = 0;
  const ahead = new Set<number>();
  /** The latest one that is in the lists. */
  let listed = 0;
  /** What was heard while the figures are being read: some of it is in them. */
  let meanwhile: NonNullable<Told>[] | undefined;
  let isStale = true;
  let isResting = false;
  let lateTimer: NodeJS.Timeout | undefined;
  let gapTimer: NodeJS.Timeout | undefined;

  function take(change: NonNullable<Told>): void {
    if (change.revision <= revision || ahead.has(change.revision)) return;
    add(tables, change);
    ahead.add(change.revision);
    while (ahead.delete(revision + 1)) revision += 1;
    watchGap();
  }

  const isBehind = () => ahead.size > 0 || revision < listed;

  function watchGap(): void {
    if (isBehind()) gapTimer ??= setTimeout(judgeGap, patienceMs).unref();
  }

  function judgeGap(): void {
    gapTimer = undefined;
    if (isBehind()) reload();
  }

  function hear(told: Told): void {
    changedAt = new Date(now()).toISOString();
    if (told) meanwhile?.push(told);
    if (told && !meanwhile) take(told);
    if (shown) telling.ask();
  }

  function reload(): void {
    isStale = true;
    telling.ask();
  }

  async function read(): Promise<void> {
    meanwhile = [];
    try {
      const board = await figures.board(queueId);
      if (!board) return;
      ({ revision } = board);
      changedAt ??= board.changedAt;
      tables = toTables(board);
      ahead.clear();
      isStale = false;
    } finally {
      const heard = meanwhile;
      meanwhile = undefined;
      for (const change of heard) take(change);
    }
  }

  let updated: Promise<void> = Promise.resolve();
  /** One after the other. */
  function update(): Promise<void> {
    updated = updated.then(updateNow, updateNow);
    return updated;
  }

  async function updateNow(): Promise<void> {
    const [lists] = await Promise.all([isResting ? undefined : figures.lists(queueId), isStale && read()]);
    if (!lists || isResting) return;
    await nameAll();
    const { queueId: _, name, overdueHours, nextLateAt, revision: inLists, ...now } = lists;
    wakeAt(nextLateAt);
    listed = inLists;
    watchGap();
    const before = shown;
    shown = { name, tables: copyOf(tables), lists: now, overdueHours };
    if (before) tell(before, shown);
  }

  function tell(before: Shown, after: Shown): void {
    const changed = differences(before.tables, after.tables);
    const lists = Object.fromEntries(
      Object.entries(after.lists).filter(
        ([list, value]) => JSON.stringify(value) !== JSON.stringify(before.lists[list as keyof WallLists]),
      ),
    );
    const parts = [...Object.values(changed), Object.keys(lists)];
    if (parts.every(({ length }) => length === 0) && before.overdueHours === after.overdueHours) return;
    publish({ queueId, overdueHours: after.overdueHours, changedAt, ...changed, lists });
  }

  async function nameAll(): Promise<void> {
    const unnamed = unnamedIn(tables);
    if (unnamed.companies.length + unnamed.agents.length > 0) giveNames(tables, await figures.names(unnamed));
  }

  /** Tickets become late by themselves. */
  function wakeAt(at: Date | null): void {
    clearTimeout(lateTimer);
    if (!at) return;
    lateTimer = setTimeout(
      telling.ask,
      Math.min(maxTimerMs, Math.max(everyMs, at.getTime() - now() + 1)),
    ).unref();
  }

  const telling = paced(everyMs, () =>
    update().catch((error: unknown) => {
      logger.warn({ err: error, queueId }, 'a wall could not be brought up to date');
      gapTimer ??= setTimeout(reload, patienceMs).unref();
    }),
  );
  const anew = setInterval(reload, readAnewMs).unref();
  const unfollow = await figures.follow(queueId, hear);

  async function close(): Promise<void> {
    clearInterval(anew);
    clearTimeout(lateTimer);
    clearTimeout(gapTimer);
    await unfollow();
    await telling.close();
  }

  let waking: Promise<void> | undefined;
  /** Reads what is missing, then goes on telling. */
  async function start(): Promise<void> {
    isResting = false;
    await update();
    // Nobody had told.
    if (isBehind()) {
      isStale = true;
      await update();
    }
    telling.ask();
  }

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    /** Nobody looks any more. */
    rest(): void {
      isResting = true;
      waking = undefined;
      shown = undefined;
      clearTimeout(lateTimer);
    },
    /** Somebody looks again, or for the first time. */
    async wake(): Promise<void> {
      if (!isResting) return await waking;
      waking = start();
      waking.catch(() => (isResting = true));
      await waking;
    },
    /** As it is now; what changes from here on is published. Nothing for a queue that is gone. */
    view: (): WallBoard[] =>
      shown
        ? [
            {
              queueId,
              name: shown.name,
              changedAt,
              overdueHours: shown.overdueHours,
              ...toFigures(shown.tables),
              lists: shown.lists,
            },
          ]
        : [],
    /** News may have been lost. */
    reload,
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type Board = Awaited<ReturnType<typeof openBoard>>;
