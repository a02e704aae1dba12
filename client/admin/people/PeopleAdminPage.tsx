import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUserPlus, IconUserSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AdminPerson, getOverview } from '#shared/contract/admin.ts';
import { InviteDialog } from '../../accounts/InviteDialog.tsx';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { commandQuery } from '../../app/query.ts';
import { rowKeys } from '../kit/row-keys.ts';
import table from '../kit/Table.module.css';
import { useBack } from '../use-back.ts';
import { allPeopleQuery } from './people-admin.core.ts';
import classes from './PeopleAdminPage.module.css';
import { PersonAdminDetails } from './PersonAdminDetails.tsx';
import { PersonAdminRow } from './PersonAdminRow.tsx';

const columns = ['person', 'role', 'sessions', 'seen', 'since'] as const;

/** Every account and what an administrator may do with it. */
export function PeopleAdminPage() {
  const { t } = useTranslation(['admin', 'accounts']);
  const navigate = useNavigate({ from: '/console/people' });
  const { person: chosenId } = useSearch({ from: '/shell/member/console/people' });
  const [words, setWords] = useState('');
  const [inviting, setInviting] = useState(false);
  const [search] = useDebouncedValue(words.trim(), 200);
  const list = useInfiniteQuery({ ...allPeopleQuery(search), placeholderData: keepPreviousData });
  const rows = list.data?.pages.flatMap((page) => page.people) ?? [];
  const chosen = rows.find(({ person }) => person.id === chosenId);
  const open = (row: AdminPerson) => void navigate({ search: { person: row.person.id }, replace: true });
  const close = () => {
    void navigate({ search: {}, replace: true });
    document.querySelector<HTMLElement>('[data-row][aria-expanded=true]')?.focus();
  };
  return (
    <Page details={chosen && <PersonAdminDetails key={chosenId} row={chosen} onClose={close} />}>
      <PageHeader
        title={t('sections.people')}
        onBack={useBack()}
        subtitle={<Counts />}
        actions={
          <HeaderButton
            icon={<IconUserPlus size={16} />}
            label={t('accounts:people.invite')}
            onClick={() => setInviting(true)}
          />
        }
      />
      <div className={classes.filters}>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<IconSearch size={16} />}
          value={words}
          maxLength={100}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <PageBody width="full">
        {list.isPending && <RowsSkeleton rows={10} />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (
          <EmptyState icon={<IconUserSearch size={24} />} title={t('people.nobody')}>
            {t('people.nobodyHint')}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <div className={table.scroll}>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the rows inside */}
            <table className={table.table} aria-label={t('sections.people')} onKeyDown={rowKeys(close)}>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th
                      key={column}
                      scope="col"
                      className={`${classes[column] ?? ''} ${column === 'sessions' ? table.number : ''}`}
                      data-note={t(`people.about.${column}`)}
                    >
                      {t(`people.columns.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <PersonAdminRow
                    key={row.person.id}
                    row={row}
                    chosen={row.person.id === chosenId}
                    onOpen={open}
                  />
                ))}
              </tbody>
            </table>
            {list.hasNextPage && (
              <Button
                className={classes.more ?? ''}
                variant="default"
                size="xs"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('people.more')}
              </Button>
            )}
          </div>
        )}
      </PageBody>
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </Page>
  );
}

function Counts() {
  const { t } = useTranslation(['admin', 'accounts']);
  const counts = useQuery({ ...commandQuery(getOverview, {}), staleTime: 10_000 }).data?.people;
  if (counts === undefined) return null;
  return [
    t('people.members', { count: counts.members }),
    counts.customers > 0 && t('people.customers', { count: counts.customers }),
    counts.guests > 0 && t('people.guests', { count: counts.guests }),
    counts.suspended > 0 && t('people.suspendedCount', { count: counts.suspended }),
  ]
    .filter(Boolean)
    .join(' · ');
}
