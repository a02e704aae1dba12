import { useSyncExternalStore } from 'react';

const isAttentive = () => document.visibilityState === 'visible' && document.hasFocus();

function subscribe(listener: () => void): () => void {
  for (const kind of ['focus', 'blur'] as const) window.addEventListener(kind, listener);
  document.addEventListener('visibilitychange', listener);
  return () => {
    for (const kind of ['focus', 'blur'] as const) window.removeEventListener(kind, listener);
    document.removeEventListener('visibilitychange', listener);
  };
}

/** True while the person has this window before them. */
export const useAttention = (): boolean => useSyncExternalStore(subscribe, isAttentive);
