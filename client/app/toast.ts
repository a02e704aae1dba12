import i18next from 'i18next';
import { describeError } from './errors.ts';
import { showToast, type Toast } from './toasts.ts';

/** A short word about something that worked, perhaps with one thing to do next (undo). */
export function toast(title: string, action?: Toast['action']): void {
  showToast({ kind: 'done', title, action });
}

/** A failed action that has no place of its own on the page. */
export function toastError(error: unknown, action?: Toast['action']): void {
  const { title, advice } = describeError(error, i18next.t);
  showToast({ kind: 'failed', title, text: advice, action });
}
