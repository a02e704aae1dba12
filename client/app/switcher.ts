import type { ReactNode } from 'react';
import { create } from 'zustand';

export type SwitcherItem = {
  id: string;
  /** What is matched and shown. */
  label: string;
  /** A quiet second part: the space of a channel, the time of a meeting. Matched too. */
  hint?: string;
  icon?: ReactNode;
  /** The hub has found it for these words already: it may have them where its label has not. */
  isFound?: boolean;
  /** Higher is earlier among equal matches; unread channels use it. */
  weight?: number;
  run: () => void;
};

export type SwitcherSource = {
  /** A key of `common:switcher.groups`, which names the group. */
  group: 'channels' | 'people' | 'meetings' | 'tickets' | 'spaces' | 'actions';
  /** Everything, or what the hub finds for the words; called while typing. `t` of `common`. */
  items: (query: string) => SwitcherItem[] | Promise<SwitcherItem[]>;
};

const sources = new Set<SwitcherSource>();

/** A module's core adds what can be reached with Ctrl K. Answers the way to take it out. */
export function registerSwitcherSource(source: SwitcherSource): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

export const switcherSources = (): SwitcherSource[] => [...sources];

type Overlays = { switcher: boolean; keys: boolean };
export const useOverlays = create<Overlays>(() => ({ switcher: false, keys: false }));
export const openSwitcher = (): void => useOverlays.setState({ switcher: true });
export const showKeys = (): void => useOverlays.setState({ keys: true });
export const closeSwitcher = (): void => useOverlays.setState({ switcher: false });
export const closeKeys = (): void => useOverlays.setState({ keys: false });
