import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useFigures } from '../admin/kit/use-figures.ts';
import { Panel } from './Panel.tsx';
import { daysOf } from './summary.ts';
import classes from './Trend.module.css';
import { useScene } from './use-wall.ts';

const DayChart = lazy(() => import('./DayChart.tsx'));

/** Thirty days: what came against what was closed, and what was left each evening. */
export function Trend() {
  const { t } = useTranslation('wall');
  const { boards, now, timeZone } = useScene();
  const format = useFigures();
  const days = daysOf(boards, now, timeZone);
  const created = days.map((day) => day.created);
  const closed = days.map((day) => day.closed);
  const backlog = days.map((day) => day.backlog);
  const total = (counts: readonly number[]) => format.count(counts.reduce((sum, count) => sum + count, 0));
  return (
    <div className={classes.charts}>
      <Panel
        title={t('trend.flow')}
        aside={
          <p className={classes.legend}>
            <span data-line="first">{t('trend.created', { total: total(created) })}</span>
            <span data-line="second">{t('trend.closed', { total: total(closed) })}</span>
          </p>
        }
      >
        <Suspense fallback={<div className={classes.chart} />}>
          <DayChart
            days={days.map(({ day }) => day)}
            lines={[created, closed]}
            label={t('trend.flowLabel', { created: total(created), closed: total(closed) })}
          />
        </Suspense>
      </Panel>
      <Panel title={t('trend.backlog')}>
        <Suspense fallback={<div className={classes.chart} />}>
          <DayChart
            days={days.map(({ day }) => day)}
            lines={[backlog]}
            label={t('trend.backlogLabel', {
              first: format.count(backlog[0]),
              last: format.count(backlog.at(-1)),
            })}
          />
        </Suspense>
      </Panel>
    </div>
  );
}
