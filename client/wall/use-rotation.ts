import { useCallback, useEffect, useState } from 'react';

/** Which of `count` pages is shown: the next one each time `seconds` are over, or the one that is asked for. */
export function useRotation(count: number, seconds: number, paused: boolean) {
  /** `nth` grows with every page that is shown, so that its progress begins anew. */
  const [turn, setTurn] = useState({ page: 0, nth: 0 });
  const show = useCallback(
    (next: number) => setTurn(({ nth }) => ({ page: ((next % count) + count) % count, nth: nth + 1 })),
    [count],
  );
  useEffect(() => {
    if (paused || count < 2) return;
    const timer = setTimeout(() => show(turn.page + 1), seconds * 1000);
    return () => clearTimeout(timer);
  }, [count, seconds, paused, turn, show]);
  return { page: Math.min(turn.page, count - 1), turn: turn.nth, show };
}
