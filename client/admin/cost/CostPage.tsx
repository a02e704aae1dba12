import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { estimateCost } from '#shared/contract/cost.ts';
import { Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { useBack } from '../use-back.ts';
import { CostForm } from './CostForm.tsx';
import classes from './CostPage.module.css';
import { CostResult } from './CostResult.tsx';
import { firstDraft, readDraft } from './cost.core.ts';

const patienceMs = 200;

/** What an installation would cost a month, by what was measured and what machines cost; computed anew with every change. */
export function CostPage() {
  const { t, i18n } = useTranslation('admin');
  const [draft, setDraft] = useState(() =>
    firstDraft((value) => value.toLocaleString(i18n.language, { useGrouping: false })),
  );
  const { input, wrong } = readDraft(draft);
  const [asked] = useDebouncedValue(JSON.stringify(input), patienceMs);
  const report = useQuery({
    ...commandQuery(estimateCost, input ?? {}),
    queryKey: [estimateCost.name, asked],
    enabled: input !== null,
    placeholderData: keepPreviousData,
  });
  return (
    <Page>
      <PageHeader title={t('sections.cost')} subtitle={t('cost.subtitle')} onBack={useBack()} />
      <PageBody width="full">
        <div className={classes.root}>
          <CostForm draft={draft} wrong={wrong} onChange={setDraft} />
          <section className={classes.result} aria-live="polite" aria-busy={report.isFetching}>
            {report.isPending && input !== null && <RowsSkeleton rows={5} avatar={false} />}
            {report.isError && <Failure error={report.error} onRetry={() => void report.refetch()} />}
            {report.data && <CostResult report={report.data} stale={input === null} />}
          </section>
        </div>
      </PageBody>
    </Page>
  );
}
