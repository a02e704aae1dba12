import type { RefObject } from 'react';
import type { TextEdit } from './format.ts';

/** Edits a text field as if typed, so that Ctrl Z takes it back. */
export function applyEdit(field: HTMLTextAreaElement, { start, end, insert, select }: TextEdit): void {
  field.focus();
  field.setSelectionRange(start, end);
  const [command, value] = insert === '' ? (['delete', ''] as const) : (['insertText', insert] as const);
  // Deprecated in name only: nothing else keeps the field's undo history.
  if (!document.execCommand(command, false, value)) {
    field.setRangeText(insert, start, end, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(...select);
}

/** Edits what is selected in a field. */
export function editSelection(
  field: RefObject<HTMLTextAreaElement | null>,
  make: (text: string, start: number, end: number) => TextEdit,
): void {
  const now = field.current;
  if (now) applyEdit(now, make(now.value, now.selectionStart, now.selectionEnd));
}
