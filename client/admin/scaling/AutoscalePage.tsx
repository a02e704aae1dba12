import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getAutoscaling } from '#shared/contract/admin.ts';
import { Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { useBack } from '../use-back.ts';
import { AutoscaleForm } from './AutoscaleForm.tsx';
import classes from './AutoscalePage.module.css';
import { DecisionList } from './DecisionList.tsx';
import { Spending } from './Spending.tsx';

const freshMs = 15_000;

/** How many media nodes each region may have, what that costs, and what was decided. */
export function AutoscalePage() {
  const { t } = useTranslation('admin');
  const scaling = useQuery({
    ...commandQuery(getAutoscaling, {}),
    staleTime: freshMs,
    refetchInterval: freshMs,
  });
  return (
    <Page>
      <PageHeader title={t('sections.autoscale')} onBack={useBack()} />
      <PageBody>
        {scaling.isPending && <RowsSkeleton rows={6} avatar={false} />}
        {scaling.isError && <Failure error={scaling.error} onRetry={() => void scaling.refetch()} />}
        {scaling.data && (
          <div className={classes.root}>
            <Spending {...scaling.data} />
            <AutoscaleForm key={JSON.stringify(scaling.data.settings)} settings={scaling.data.settings} />
            <section>
              <h2 className={classes.heading}>{t('scaling.decisions')}</h2>
              <DecisionList decisions={scaling.data.decisions} />
            </section>
          </div>
        )}
      </PageBody>
    </Page>
  );
}
