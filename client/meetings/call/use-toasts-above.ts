import { useEffect } from 'react';

/** Toasts rise above the call's bar instead of covering it. */
export function useToastsAbove(): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--toast-bottom', '92px');
    return () => void style.removeProperty('--toast-bottom');
  }, []);
}
