import { useMantineColorScheme } from '@mantine/core';
import { useSyncExternalStore } from 'react';

const query = matchMedia('(prefers-color-scheme: dark)');
const subscribe = (changed: () => void) => {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

/** The scheme on screen: `auto` is resolved. */
export function useScheme(): 'light' | 'dark' {
  const { colorScheme } = useMantineColorScheme();
  const systemDark = useSyncExternalStore(subscribe, () => query.matches);
  return colorScheme === 'auto' ? (systemDark ? 'dark' : 'light') : colorScheme;
}
