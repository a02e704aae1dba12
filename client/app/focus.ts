/** Moves the focus to the page's title, so that a screen reader reads where one is and Tab goes on from there. */
export function focusContent(): void {
  const content = document.getElementById('content');
  const title = content?.querySelector<HTMLElement>('[data-page-title]');
  (title ?? content)?.focus({ preventScroll: true });
}

/** True while the keyboard belongs to a text: single-key shortcuts keep still. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
  );
}

/** After a change of page, unless the page has put the focus into a field of its own. */
export function focusNewPage(): void {
  const { activeElement } = document;
  const content = document.getElementById('content');
  const chosen =
    activeElement?.matches('input, textarea, [contenteditable=true]') && content?.contains(activeElement);
  if (!chosen) focusContent();
}
