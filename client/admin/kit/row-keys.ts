import type { KeyboardEvent } from 'react';

/**
 * j and k (or the arrows) walk through the rows' buttons, Home and End jump; Enter is the button's own. Esc closes what is open
 * beside the table.
 */
export function rowKeys(onEscape?: () => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const steps: Record<string, number> = {
      j: at + 1,
      ArrowDown: at + 1,
      k: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
    else if (event.key === 'Escape' && onEscape) onEscape();
    else return;
    event.preventDefault();
  };
}

/** `j` on a page without a focused row starts at the first one. */
export function focusFirstRow(): void {
  document.querySelector<HTMLElement>('[data-row]')?.focus();
}
