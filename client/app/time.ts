import { useTranslation } from 'react-i18next';
import { createFormats, type Formats } from './formats.ts';
import { useMaybeMe } from './hub.ts';

/** English has many calendars' habits: the browser's own English when it has one, else the British. */
export const regional = (language: string): string =>
  navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ??
  (language === 'en' ? 'en-GB' : language);

const made = new Map<string, Formats>();

/** In the person's language and time zone; the browser's before sign-in. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const timeZone = useMaybeMe()?.timeZone;
  const key = `${i18n.language} ${timeZone ?? ''}`;
  const known = made.get(key);
  if (known) return known;
  const formats = createFormats(regional(i18n.language), timeZone);
  made.set(key, formats);
  return formats;
}
