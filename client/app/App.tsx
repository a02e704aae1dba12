import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './App.module.css';
import { Banners } from './Banners.tsx';
import { FloatingCallSlot } from './FloatingCallSlot.tsx';
import { focusContent } from './focus.ts';
import { Toasts } from './Toasts.tsx';

/** Around every page: skip link, the connection's state, toasts, the floating call. */
export function App() {
  const { t } = useTranslation('common');
  return (
    <div className={classes.app}>
      <a
        className={classes.skip}
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          focusContent();
        }}
      >
        {t('shell.skip')}
      </a>
      <Banners />
      <Outlet />
      <FloatingCallSlot />
      <Toasts />
    </div>
  );
}
