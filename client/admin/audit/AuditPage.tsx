import { IconHistoryOff } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { useBack } from '../use-back.ts';
import { AuditDetails } from './AuditDetails.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditList } from './AuditList.tsx';
import { AuditTools } from './AuditTools.tsx';
import { isFiltered } from './audit-filter.ts';
import type { AuditSearch } from './audit-search.ts';
import { auditQuery } from './audit.core.ts';

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation('admin');
  const { timeZone } = useMe();
  const navigate = useNavigate({ from: '/console/audit' });
  const search = useSearch({ from: '/shell/member/console/audit' });
  const list = useInfiniteQuery({ ...auditQuery(search, timeZone), placeholderData: keepPreviousData });
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const chosen = entries.find(({ seq }) => seq === search.entry);
  const change = (next: AuditSearch) => void navigate({ search: next, replace: true });
  const { entry: _, ...filter } = search;
  const close = () => {
    change(filter);
    document.querySelector<HTMLElement>('[role=listbox]')?.focus();
  };
  return (
    <Page details={chosen && <AuditDetails key={chosen.seq} entry={chosen} onClose={close} />}>
      <PageHeader
        title={t('sections.audit')}
        onBack={useBack()}
        actions={<AuditTools search={filter} timeZone={timeZone} />}
      />
      <AuditFilters search={filter} onChange={change} />
      <PageBody width="full">
        {list.isPending && <RowsSkeleton rows={10} />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && entries.length === 0 && (
          <EmptyState icon={<IconHistoryOff size={24} />} title={t('audit.none')}>
            {t(isFiltered(search) ? 'audit.noneFiltered' : 'audit.noneHint')}
          </EmptyState>
        )}
        {entries.length > 0 && (
          <AuditList
            entries={entries}
            chosen={search.entry}
            onChoose={(entry) => change(entry === undefined ? filter : { ...filter, entry: entry.seq })}
            onEnd={() => {
              if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
            }}
          />
        )}
      </PageBody>
    </Page>
  );
}
