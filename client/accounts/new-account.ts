import type { TFunction } from 'i18next';
import { currentLocale } from '../app/i18n.ts';
import { leastLength } from './password-strength.ts';

export const guessTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Every zone this browser knows; the guessed one first, even when the list lacks it. */
export function timeZones(): string[] {
  return [...new Set([guessTimeZone(), ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
}

export const emptyAccount = () => ({
  displayName: '',
  email: '',
  password: '',
  locale: currentLocale() as string,
  timeZone: guessTimeZone(),
});

export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());

/** The hub judges again; these spare a round trip. */
export const accountRules = (t: TFunction) => ({
  displayName: (value: string) => (value.trim() === '' ? t('accounts:fields.nameMissing') : null),
  email: (value: string) => (looksLikeEmail(value) ? null : t('accounts:fields.emailWrong')),
  password: (value: string) => (value.length < leastLength ? t('accounts:password.short') : null),
});
