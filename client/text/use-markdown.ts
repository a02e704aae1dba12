import { useSyncExternalStore } from 'react';
import type { renderMarkdown } from './markdown.ts';

export type Markdown = { renderMarkdown: typeof renderMarkdown };

let loaded: Markdown | undefined;
let loading: Promise<void> | undefined;
const listeners = new Set<() => void>();

/** Loads the renderer; messages show their plain text until it is there. */
export function loadMarkdown(): Promise<void> {
  loading ??= import('./markdown.ts').then(
    (module) => {
      loaded = module;
      for (const listener of listeners) listener();
    },
    () => {
      // A lost chunk: plain text stays readable, the next message tries again.
      loading = undefined;
    },
  );
  return loading;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (loaded === undefined) void loadMarkdown();
  return () => listeners.delete(listener);
}

export const useMarkdown = (): Markdown | undefined => useSyncExternalStore(subscribe, () => loaded);
