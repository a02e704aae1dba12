import { useEffect, useState } from 'react';
import type { LayoutChoice } from '../core/tiles.ts';
import { useCall } from './use-call.ts';

const key = 'entente.layout';

/** Grid or speaker, remembered; a pinned tile; a screen that is shared takes the stage even from a chosen grid. */
export function useCallLayout() {
  const call = useCall();
  const [layout, choose] = useState<LayoutChoice>(() =>
    localStorage.getItem(key) === 'speaker' ? 'speaker' : 'auto',
  );
  const [pinned, pin] = useState<string>();
  useEffect(
    () =>
      call.onNews((news) => {
        if (news.kind !== 'shareStarted') return;
        choose((old) => (old === 'grid' ? 'auto' : old));
        pin(undefined);
      }),
    [call],
  );
  const setLayout = (next: LayoutChoice) => {
    choose(next);
    pin(undefined);
    localStorage.setItem(key, next);
  };
  return { layout, pinned, pin, setLayout };
}
