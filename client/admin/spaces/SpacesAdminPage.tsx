import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArchive, IconSearch, IconUsersGroup } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdminSpace } from '#shared/contract/admin.ts';
import { SpaceIcon } from '../../accounts/SpaceIcon.tsx';
import { Chip } from '../../app/Chip.tsx';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { useFormats } from '../../app/time.ts';
import { toast } from '../../app/toast.ts';
import table from '../kit/Table.module.css';
import { useBack } from '../use-back.ts';
import { allSpacesQuery, archive } from './spaces-admin.core.ts';
import classes from './SpacesAdminPage.module.css';

/** Every space of the organisation, whoever is in it. */
export function SpacesAdminPage() {
  const { t } = useTranslation(['admin', 'accounts']);
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 200);
  const [asking, setAsking] = useState<AdminSpace | null>(null);
  const list = useInfiniteQuery({ ...allSpacesQuery(search), placeholderData: keepPreviousData });
  const spaces = list.data?.pages.flatMap((page) => page.spaces) ?? [];
  return (
    <Page>
      <PageHeader title={t('sections.spaces')} onBack={useBack()} />
      <div className={classes.filters}>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          aria-label={t('spaces.search')}
          placeholder={t('spaces.search')}
          leftSection={<IconSearch size={16} />}
          value={words}
          maxLength={100}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <p className={classes.privacy}>{t('spaces.privacy')}</p>
      </div>
      <PageBody width="full">
        {list.isPending && <RowsSkeleton rows={8} />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && spaces.length === 0 && (
          <EmptyState icon={<IconUsersGroup size={24} />} title={t('spaces.none')}>
            {t('spaces.noneHint')}
          </EmptyState>
        )}
        {spaces.length > 0 && (
          <div className={table.scroll}>
            <table className={table.table} aria-label={t('sections.spaces')}>
              <thead>
                <tr>
                  <th scope="col">{t('spaces.space')}</th>
                  <th scope="col">{t('spaces.kind')}</th>
                  <th scope="col" className={table.number}>
                    {t('spaces.members')}
                  </th>
                  <th scope="col" className={table.number}>
                    {t('spaces.channels')}
                  </th>
                  <th scope="col" className={classes.since}>
                    {t('spaces.since')}
                  </th>
                  <th scope="col">
                    <span className={classes.hidden}>{t('spaces.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {spaces.map((space) => (
                  <Row key={space.id} space={space} onArchive={() => setAsking(space)} />
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
      <ConfirmDialog
        opened={asking !== null}
        title={t('accounts:spaces.archiveTitle', { name: asking?.name ?? '' })}
        confirm={t('accounts:spaces.archive')}
        danger
        onConfirm={async () => {
          if (asking === null) return;
          await archive(asking);
          toast(t('spaces.archivedNow', { name: asking.name }));
        }}
        onClose={() => setAsking(null)}
      >
        {t('spaces.archiveText', { count: asking?.members ?? 0 })}
      </ConfirmDialog>
    </Page>
  );
}

function Row({ space, onArchive }: { space: AdminSpace; onArchive: () => void }) {
  const { t } = useTranslation(['admin', 'accounts']);
  const { date } = useFormats();
  const archived = space.archivedAt !== null;
  return (
    <tr className={`${table.row} ${classes.row}`} data-archived={archived}>
      <th scope="row" className={classes.name}>
        <span className={classes.title}>
          <SpaceIcon kind={space.kind} size={16} />
          <span>{space.name}</span>
          {archived && <Chip>{t('spaces.archived')}</Chip>}
        </span>
      </th>
      <td className={classes.kind}>{t(`accounts:spaces.kinds.${space.kind}`)}</td>
      <td className={table.number} data-phone="hide">
        {space.members}
      </td>
      <td className={table.number} data-phone="hide">
        {space.channels}
      </td>
      <td className={classes.since} data-phone="hide">
        <span className={table.soft}>{date(space.createdAt)}</span>
      </td>
      <td className={classes.actions}>
        {!archived && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconArchive size={15} />}
            aria-label={t('spaces.archiveOne', { name: space.name })}
            onClick={onArchive}
          >
            {t('spaces.archive')}
          </Button>
        )}
      </td>
    </tr>
  );
}
