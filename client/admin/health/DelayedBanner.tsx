import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './DelayedBanner.module.css';
import { healthQuery, isDelayed } from './health.core.ts';

/** While hubs cannot hear each other, what is on screen may be old. */
export function DelayedBanner() {
  const { t } = useTranslation('admin');
  const health = useQuery(healthQuery()).data;
  const delayed = health !== undefined && isDelayed(health.checks);
  return (
    <div role="status">
      {delayed && (
        <p className={classes.banner}>
          {t('health.delayed')} <Link to="/console/health">{t('health.why')}</Link>
        </p>
      )}
    </div>
  );
}
