import { useTranslation } from 'react-i18next';
import type { getAutoscaling } from '#shared/contract/admin.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { useFigures } from '../kit/use-figures.ts';
import classes from './AutoscalePage.module.css';

type Props = Pick<OutputOf<typeof getAutoscaling>, 'settings' | 'spentThisMonth' | 'forecastThisMonth'>;

/** This month's euros against the cap. */
export function Spending({ settings: { monthlyCap }, spentThisMonth, forecastThisMonth }: Props) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const over = monthlyCap !== null && forecastThisMonth > monthlyCap;
  const share = (amount: number) => (monthlyCap ? Math.min(1, amount / monthlyCap) : 0);
  return (
    <section>
      <h2 className={classes.heading}>{t('scaling.thisMonth')}</h2>
      <dl className={classes.money}>
        <div data-note={t('scaling.notes.spent')}>
          <dt>{t('scaling.spent')}</dt>
          <dd>{format.euro(spentThisMonth)}</dd>
        </div>
        <div data-note={t('scaling.notes.forecast')}>
          <dt>{t('scaling.forecast')}</dt>
          <dd>{format.euro(forecastThisMonth)}</dd>
        </div>
        <div data-note={t('scaling.notes.cap')}>
          <dt>{t('scaling.cap')}</dt>
          <dd>{monthlyCap === null ? t('scaling.noCap') : format.euro(monthlyCap)}</dd>
        </div>
      </dl>
      {monthlyCap !== null && (
        <>
          <div className={classes.meter} data-over={over} aria-hidden="true">
            <span className={classes.forecast} style={{ transform: `scaleX(${share(forecastThisMonth)})` }} />
            <span style={{ transform: `scaleX(${share(spentThisMonth)})` }} />
          </div>
          <p className={classes.says} data-over={over}>
            {t(over ? 'scaling.willStop' : 'scaling.within')}
          </p>
        </>
      )}
    </section>
  );
}
