import { useEffect } from 'react';
import { isTyping } from './focus.ts';
import { openSwitcher, showKeys } from './switcher.ts';

/** Ctrl or Cmd K anywhere; `?` where nobody types. */
export function useGlobalKeys(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() === 'k' &&
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        openSwitcher();
      } else if (
        event.key === '?' &&
        !event.ctrlKey &&
        !event.metaKey &&
        !isTyping(event) &&
        !event.defaultPrevented
      ) {
        event.preventDefault();
        showKeys();
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [on]);
}
