import { useEffect, useRef } from 'react';

/** What has the focus; of an open menu the button that opened it, for its items go. */
function focused(): Element | null {
  const { activeElement } = document;
  const opener = activeElement?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return opener ? document.getElementById(opener) : activeElement;
}

/** For a dialog that is there only while it is open: afterwards the focus is where it was before. */
export function useFocusReturn(opened: boolean): void {
  const isMeant = useRef(opened);
  useEffect(() => {
    if (!isMeant.current) return;
    const before = focused();
    return () => {
      if (document.activeElement !== document.body) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
}
