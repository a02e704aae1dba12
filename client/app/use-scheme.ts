import { useMantineColorScheme } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { setScheme } from './theme.ts';

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

export function toggleScheme(): void {
  const dark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark';
  setScheme(dark ? 'light' : 'dark');
}
