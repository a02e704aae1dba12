import { useEffect, useMemo, useState } from 'react';
import type { WallPage } from '#shared/contract/wall.ts';
import { isTyping } from '../app/focus.ts';

const key = 'entente.wall';
type Kept = { hidden: WallPage[]; sound: boolean };

function recall(): Kept {
  try {
    return { hidden: [], sound: false, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
  } catch {
    return { hidden: [], sound: false };
  }
}

/** What somebody chose at this screen: the pages to show, the sound, a pause. Kept in this browser, but for the pause. */
export function useWallOptions(all: readonly WallPage[]) {
  const [kept, setKept] = useState(recall);
  const [isPaused, setPaused] = useState(false);
  const pages = useMemo(() => {
    const shown = all.filter((page) => !kept.hidden.includes(page));
    return shown.length > 0 ? shown : [...all];
  }, [all, kept.hidden]);

  function keep(next: Kept): void {
    setKept(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Only the memory is lost.
    }
  }

  return {
    pages,
    isPaused,
    sound: kept.sound,
    togglePause: () => setPaused((paused) => !paused),
    toggleSound: () => keep({ ...kept, sound: !kept.sound }),
    togglePage: (page: WallPage) => {
      const hidden = kept.hidden.includes(page)
        ? kept.hidden.filter((each) => each !== page)
        : [...kept.hidden, page];
      keep({ ...kept, hidden });
    },
  };
}
export type WallOptions = ReturnType<typeof useWallOptions>;

/** Arrows turn the page, space stops and goes on. */
export function usePausing(show: (page: number) => void, page: number, { togglePause }: WallOptions): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (event.key === 'ArrowRight') show(page + 1);
      else if (event.key === 'ArrowLeft') show(page - 1);
      else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) togglePause();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [show, page, togglePause]);
}
