import { Button, Modal, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listImportProblems, type TicketImport } from '#shared/contract/imports.ts';
import { hub } from '../../app/hub.ts';
import { Failure, RowsSkeleton } from '../../app/Page.tsx';
import { ProblemList } from './ProblemList.tsx';

type DialogProps = { shown: TicketImport | null; onClose: () => void };

/** What could not be brought in, line by line. */
export function ProblemsDialog({ shown, onClose }: DialogProps) {
  const { t } = useTranslation('imports');
  return (
    <Modal
      opened={shown !== null}
      onClose={onClose}
      title={t('problemsOf', { name: shown?.name ?? '' })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      {shown && <Problems of={shown} />}
    </Modal>
  );
}

function Problems({ of: { id: importId, problems: count } }: { of: TicketImport }) {
  const { t } = useTranslation('imports');
  const list = useInfiniteQuery({
    queryKey: [listImportProblems.name, importId, count],
    initialPageParam: 0,
    queryFn: ({ pageParam }) => hub.call(listImportProblems, { importId, from: pageParam }),
    getNextPageParam: (_last, pages) => {
      const read = pages.reduce((sum, { problems }) => sum + problems.length, 0);
      return read < count ? read : undefined;
    },
  });
  if (list.isPending) return <RowsSkeleton rows={4} avatar={false} />;
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Stack gap="md">
      <ProblemList problems={list.data.pages.flatMap(({ problems }) => problems)} />
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetching} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}
