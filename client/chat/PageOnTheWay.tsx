import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './PageOnTheWay.module.css';

/** In the place of messages that are loading, or that could not be loaded. */
export function PageOnTheWay({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  const { t } = useTranslation(['chat', 'common']);
  if (failed)
    return (
      <p className={classes.failed} role="alert">
        {t('list.pageFailed')}{' '}
        <button type="button" onClick={onRetry}>
          {t('common:actions.retry')}
        </button>
      </p>
    );
  return (
    <div className={classes.loading} aria-hidden="true">
      {[58, 34].map((width) => (
        <div key={width} className={classes.row}>
          <Skeleton width="var(--row-gutter)" height={36} radius={10} />
          <div>
            <Skeleton width={110} height={9} radius="sm" />
            <Skeleton width={`${width}%`} height={9} radius="sm" mt={9} />
          </div>
        </div>
      ))}
    </div>
  );
}
