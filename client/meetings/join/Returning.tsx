import { useTranslation } from 'react-i18next';
import classes from './Door.module.css';

/** For the moment between a reload and the call. */
export function Returning() {
  const { t } = useTranslation('meetings');
  return (
    <div className={classes.card} role="status">
      <div className={classes.waiting}>
        <Dots />
        <p className={classes.waitingTitle}>{t('join.returning')}</p>
      </div>
    </div>
  );
}

export const Dots = () => (
  <span className={classes.dots} aria-hidden="true">
    <span />
    <span />
    <span />
  </span>
);
