import type { ReactNode } from 'react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLocale, locales, setLocale } from '../app/i18n.ts';
import { Logo } from '../app/Logo.tsx';
import { usePageTitle } from '../app/title.ts';
import classes from './EntryPage.module.css';

const languageNames = { en: 'English', fr: 'Français' };

/** The frame of the pages before one is inside: sign-in, set-up, invitation. */
export function EntryPage(props: {
  title: string;
  intro?: ReactNode;
  /** The form has a field for the language itself. */
  asksLanguage?: boolean;
  children: ReactNode;
}) {
  usePageTitle(props.title);
  return (
    <div className={classes.page}>
      <main id="content" className={classes.main} tabIndex={-1}>
        <Logo size={44} />
        <h1 className={classes.title} tabIndex={-1} data-page-title>
          {props.title}
        </h1>
        {props.intro && <div className={classes.intro}>{props.intro}</div>}
        {props.children}
      </main>
      {!props.asksLanguage && <LanguageSwitch />}
    </div>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation('accounts');
  const id = useId();
  return (
    <footer className={classes.footer}>
      <label htmlFor={id} className={classes.hidden}>
        {t('fields.language')}
      </label>
      <select
        id={id}
        className={classes.language}
        value={currentLocale()}
        onChange={(event) => void setLocale(event.currentTarget.value === 'fr' ? 'fr' : 'en')}
      >
        {locales.map((locale) => (
          <option key={locale} value={locale}>
            {languageNames[locale]}
          </option>
        ))}
      </select>
    </footer>
  );
}
