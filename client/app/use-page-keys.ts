import { useEffect, useLayoutEffect, useRef } from 'react';
import { isTyping } from './focus.ts';

/** A page's own keys, while nobody types and no dialog or menu has the keyboard. True: the key meant something. */
export function usePageKeys(pressed: (key: string, target: Element | null) => boolean): void {
  const latest = useRef(pressed);
  useLayoutEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
      if (target?.closest('[role=dialog], [role=menu]')) return;
      if (latest.current(event.key, target)) event.preventDefault();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
