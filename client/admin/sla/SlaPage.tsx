import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getSla, slaChanged } from '#shared/contract/sla.ts';
import { hub } from '../../app/hub.ts';
import { Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import rows from '../rules/rules.module.css';
import { useBack } from '../use-back.ts';
import { Calendars } from './Calendars.tsx';
import { Policies } from './Policies.tsx';
import { refreshSla } from './refresh.ts';

/** How soon the desk answers and solves, and when it works. */
export function SlaPage() {
  const { t } = useTranslation('admin');
  const found = useQuery({ ...commandQuery(getSla, {}), staleTime: 0 });
  useEffect(() => hub.on(slaChanged, () => void refreshSla()), []);
  return (
    <Page>
      <PageHeader title={t('sections.sla')} onBack={useBack()} />
      <PageBody>
        {found.isPending && <RowsSkeleton rows={5} avatar={false} />}
        {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && (
          <div className={rows.root}>
            <Policies {...found.data} />
            <Calendars {...found.data} />
          </div>
        )}
      </PageBody>
    </Page>
  );
}
