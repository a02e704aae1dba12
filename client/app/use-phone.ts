import { useSyncExternalStore } from 'react';

/** The same width as in the style sheets, where one column is left. */
const query = matchMedia('(max-width: 47.99em)');
const subscribe = (changed: () => void) => {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

export const usePhone = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
