import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ListSkeleton.module.css';

const lines = [[64], [48, 72], [30], [80, 22], [56]];

/** In the place of messages that are on their way. */
export function ListSkeleton({ compact }: { compact: boolean }) {
  const { t } = useTranslation('common');
  return (
    <div className={classes.skeleton} data-compact={compact} aria-busy="true">
      <VisuallyHidden>{t('shell.loading')}</VisuallyHidden>
      {lines.map((widths) => (
        <div key={widths.join()} className={classes.row} aria-hidden="true">
          <Skeleton width={36} height={36} radius={10} />
          <div>
            <Skeleton width={120} height={10} radius="sm" />
            {widths.map((width) => (
              <Skeleton key={width} width={`${width}%`} height={10} radius="sm" mt={9} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
