import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { describeError } from './errors.ts';

/** A short word about something that worked. */
export function toast(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true });
}

/** A failed action that has no place of its own on the page. */
export function toastError(error: unknown): void {
  const { title, advice } = describeError(error, i18next.t);
  notifications.show({ title, message: advice, color: 'red', autoClose: 9000, withBorder: true });
}
