import { useState } from 'react';
import { keep } from '../use-tickets.ts';

const isWide = () => matchMedia('(min-width: 75em)').matches;

/** Whether the details stand beside the ticket: as it was left, and only where there is room for both. */
export function useDetailsShown(): [boolean, (shown: boolean) => void] {
  const [shown, setShown] = useState(() => isWide() && keep.read('details') !== false);
  return [
    shown,
    (next) => {
      setShown(next);
      if (isWide()) keep.write('details', next);
    },
  ];
}
