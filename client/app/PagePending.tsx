import { useTranslation } from 'react-i18next';
import classes from './PagePending.module.css';

/** In the place of a page whose code is on its way. */
export function PagePending() {
  const { t } = useTranslation('common');
  return (
    <div className={classes.page} aria-busy="true">
      <span className={classes.words}>{t('shell.loading')}</span>
      <span className={classes.bar} />
      <span className={classes.line} />
      <span className={classes.line} />
      <span className={classes.line} />
    </div>
  );
}
