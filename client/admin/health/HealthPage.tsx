import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconRefresh,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { HealthCheck } from '#shared/contract/admin.ts';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { useFormats } from '../../app/time.ts';
import { useFigures } from '../kit/use-figures.ts';
import { useBack } from '../use-back.ts';
import { bySeverity, healthQuery, needsCare } from './health.core.ts';
import { type Texts, wordsOf } from './health-words.ts';
import classes from './HealthPage.module.css';

const icons: Record<HealthCheck['status'], Icon> = {
  ok: IconCircleCheck,
  warning: IconAlertTriangle,
  failed: IconCircleX,
  off: IconCircleMinus,
};

/** Every part the hub stands on: how it is, and what to do when it is not well. */
export function HealthPage() {
  const { t } = useTranslation('admin');
  const { time } = useFormats();
  const health = useQuery(healthQuery());
  const checks = health.data?.checks ?? [];
  const troubles = checks.filter(needsCare).length;
  const summary = troubles === 0 ? t('health.allWell') : t('health.troubles', { count: troubles });
  return (
    <Page>
      <PageHeader
        title={t('sections.health')}
        onBack={useBack()}
        subtitle={health.data && `${summary} · ${t('health.at', { time: time(health.data.at) })}`}
        actions={
          <HeaderButton
            icon={<IconRefresh size={16} className={health.isFetching ? classes.turning : undefined} />}
            label={t('health.again')}
            onClick={() => void health.refetch()}
          />
        }
      />
      <PageBody width="full">
        <div
          className={classes.scroll}
          role="region"
          aria-label={t('sections.health')}
          aria-busy={health.isFetching}
          // With nothing in it to go to, it takes the keys that scroll itself.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          {health.isPending && <RowsSkeleton rows={9} />}
          {health.isError && <Failure error={health.error} onRetry={() => void health.refetch()} />}
          <ul className={classes.list}>
            {bySeverity(checks).map((check) => (
              <Check key={check.id} check={check} />
            ))}
          </ul>
        </div>
      </PageBody>
    </Page>
  );
}

function Check({ check }: { check: HealthCheck }) {
  const { t } = useTranslation('admin');
  const format = useFigures();
  const StatusIcon = icons[check.status];
  const texts: Texts = { t: (key, facts) => t(key, facts), exists: (key) => i18next.exists(key) };
  const { sentence, advice } = wordsOf(check, texts, format);
  return (
    <li className={classes.check} data-status={check.status}>
      <StatusIcon
        size={20}
        stroke={1.8}
        className={classes.icon}
        aria-label={t(`health.status.${check.status}`)}
      />
      <div className={classes.words}>
        <h2 className={classes.title} data-note={t(`health.checks.${check.id}.about`)}>
          {t(`health.checks.${check.id}.name`)}
        </h2>
        <p className={classes.sentence}>{sentence}</p>
        {advice !== null && <p className={classes.advice}>{advice}</p>}
        {needsCare(check) && (
          <details className={classes.code}>
            <summary>{t('common:errors.details')}</summary>
            <code>
              {[
                check.id,
                check.reason,
                ...Object.entries(check.facts).map(([name, value]) => `${name}=${value}`),
              ].join(' · ')}
            </code>
          </details>
        )}
      </div>
      <span className={classes.took} data-note={t('health.took')}>
        {check.status === 'off' ? '' : format.ms(check.tookMs)}
      </span>
    </li>
  );
}
