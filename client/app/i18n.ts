import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '#shared/contract/accounts.ts';

const key = 'entente.locale';
const files = import.meta.glob<Record<string, unknown>>('../../shared/locales/*/*.json', {
  import: 'default',
});

export const locales = ['en', 'fr'] as const satisfies readonly Locale[];
export type Translate = TFunction;

/** What was chosen here before, else the browser's language, else English. */
export function guessLocale(): Locale {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(key);
  } catch {
    // Storage may be blocked.
  }
  const tag = stored ?? navigator.languages.find((language) => /^(en|fr)\b/i.test(language)) ?? 'en';
  return tag.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

export async function startI18n(locale: Locale): Promise<void> {
  document.documentElement.lang = locale;
  await i18next
    .use({
      type: 'backend' as const,
      read: (
        language: string,
        namespace: string,
        done: (error: Error | null, data: Record<string, unknown> | null) => void,
      ) => {
        const load = files[`../../shared/locales/${language}/${namespace}.json`];
        if (load === undefined) done(new Error(`no texts ${language}/${namespace}`), null);
        else
          load().then(
            (data) => done(null, data),
            (error: Error) => done(error, null),
          );
      },
    })
    .use(initReactI18next)
    .init({
      lng: locale,
      fallbackLng: false,
      supportedLngs: locales,
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

/** Changes the language of this tab and remembers it for the pages before sign-in. */
export async function setLocale(locale: Locale): Promise<void> {
  try {
    localStorage.setItem(key, locale);
  } catch {
    // Only the memory is lost.
  }
  if (i18next.language === locale) return;
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

export const currentLocale = (): Locale => (i18next.language === 'fr' ? 'fr' : 'en');
