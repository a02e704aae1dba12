import type { Locale } from '#shared/contract/accounts.ts';
import en from '#shared/locales/en/widget.json';
import fr from '#shared/locales/fr/widget.json';

export type TextKey = keyof typeof en;

/** The page's language, else the browser's, else English. */
export function localeOf(wished: string | undefined): Locale {
  const tags = [wished, document.documentElement.lang, ...navigator.languages];
  const known = tags.find((tag) => tag && /^(en|fr)\b/i.test(tag));
  return known?.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

export function createTexts(locale: Locale) {
  const texts: Record<TextKey, string> = locale === 'fr' ? fr : en;
  // As in the visitor's country, where their browser speaks the same language.
  const region = navigator.languages.find((tag) => tag.startsWith(locale)) ?? locale;
  const time = new Intl.DateTimeFormat(region, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short' });
  const today = () => new Date().toDateString();
  return {
    locale,
    t: (key: TextKey, values: Record<string, string> = {}): string =>
      texts[key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? ''),
    /** The time of today, else the day too. */
    when(iso: string): string {
      const at = new Date(iso);
      const clock = time.format(at);
      return at.toDateString() === today() ? clock : `${day.format(at)} ${clock}`;
    },
  };
}
export type Texts = ReturnType<typeof createTexts>;
