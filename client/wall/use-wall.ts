import { createContext, use, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { WallBoard } from '#shared/contract/wall.ts';
import { hub } from '../app/hub.ts';
import { createDeskFigures, type LiveFigures, type WallState } from './wall.core.ts';

/** The one list of this tab. */
export const deskFigures = createDeskFigures(hub);

/** Keeps the figures live while the component is there. */
export function useWatched(figures: LiveFigures): void {
  useEffect(() => figures.watch(), [figures]);
}

export const useFiguresOf = <T>(figures: LiveFigures, select: (state: WallState) => T): T =>
  useStore(figures.store, select);

/** What all parts of a dashboard look at. */
export type Scene = {
  boards: readonly WallBoard[];
  now: number;
  timeZone: string;
  /** A screen on a wall leads nowhere: nobody is signed in. */
  hasLinks: boolean;
};
export const SceneContext = createContext<Scene | null>(null);

export function useScene(): Scene {
  const scene = use(SceneContext);
  if (scene === null) throw new Error('a part of the wall outside of one');
  return scene;
}

const tickMs = 30_000;
/** Ages grow, and at midnight a day begins. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Boards in the order of the desk, of one queue or of all. */
export function useBoards(
  figures: LiveFigures,
  queueId: string | undefined,
): readonly WallBoard[] | undefined {
  const boards = useFiguresOf(figures, (state) => state.boards);
  return useMemo(() => {
    const all = boards && [...boards.values()];
    return queueId === undefined ? all : all?.filter((board) => board.queueId === queueId);
  }, [boards, queueId]);
}
