import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ChangeEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelImport, type TicketImport, undoImport, uploadImport } from '#shared/contract/imports.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { EmptyState, Failure, Page, PageBody, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import table from '../kit/Table.module.css';
import { useBack } from '../use-back.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { ImportRow, type RowAct } from './ImportRow.tsx';
import { importsQuery, refresh } from './imports.core.ts';
import { ProblemsDialog } from './ProblemsDialog.tsx';

type Chosen = { act: RowAct; of: TicketImport } | null;

/** Files of tickets: what was brought in, and what is being brought in. */
export function ImportsPage() {
  const { t } = useTranslation('imports');
  const [chosen, setChosen] = useState<Chosen>(null);
  const list = useQuery(importsQuery());
  const imports = list.data?.imports ?? [];
  const of = (act: RowAct) => (chosen?.act === act ? chosen.of : null);
  const close = () => setChosen(null);
  const uploading = useMutation({
    mutationFn: (file: File) =>
      hub.request(uploadImport, { query: { name: file.name.slice(-200) }, body: file }),
    onSuccess: (made) => {
      void refresh();
      setChosen({ act: 'open', of: made });
    },
  });
  const add = <ChooseFile isBusy={uploading.isPending} onChoose={(file) => uploading.mutate(file)} />;
  return (
    <Page>
      <PageHeader
        title={t('admin:sections.imports')}
        onBack={useBack()}
        actions={imports.length > 0 && add}
      />
      <PageBody width="full">
        {uploading.error && <Failure compact error={uploading.error} />}
        {list.isPending && <RowsSkeleton rows={4} avatar={false} />}
        {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && imports.length === 0 && (
          <EmptyState icon={<IconFileImport size={24} />} title={t('none')} action={add}>
            {t('noneHint')}
          </EmptyState>
        )}
        {imports.length > 0 && (
          <div className={table.scroll}>
            <table className={table.table} aria-label={t('admin:sections.imports')}>
              <thead>
                <tr>
                  <th scope="col">{t('file')}</th>
                  <th scope="col">{t('state')}</th>
                  <th scope="col" className={table.number}>
                    {t('tickets')}
                  </th>
                  <th scope="col" className={table.number}>
                    {t('skipped')}
                  </th>
                  <th scope="col">{t('uploadedAt')}</th>
                  <th scope="col" aria-label={t('actions')} />
                </tr>
              </thead>
              <tbody>
                {imports.map((each) => (
                  <ImportRow key={each.id} shown={each} onAct={(act) => setChosen({ act, of: each })} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </PageBody>
      <ImportDialog uploaded={of('open')} onClose={close} />
      <ProblemsDialog shown={of('problems')} onClose={close} />
      <Confirm act="cancel" of={of('cancel')} onClose={close} />
      <Confirm act="undo" of={of('undo')} onClose={close} />
    </Page>
  );
}

function ChooseFile({ isBusy, onChoose }: { isBusy: boolean; onChoose: (file: File) => void }) {
  const { t } = useTranslation('imports');
  const input = useRef<HTMLInputElement>(null);
  const chosen = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const file = currentTarget.files?.[0];
    currentTarget.value = '';
    if (file) onChoose(file);
  };
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconFileImport size={16} />}
        loading={isBusy}
        onClick={() => input.current?.click()}
      >
        {t('choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,.xml,text/csv,text/xml"
        aria-label={t('choose')}
        hidden
        onChange={chosen}
      />
    </>
  );
}

const commands = { cancel: cancelImport, undo: undoImport };
type ConfirmProps = { act: 'cancel' | 'undo'; of: TicketImport | null; onClose: () => void };

function Confirm({ act, of, onClose }: ConfirmProps) {
  const { t } = useTranslation('imports');
  return (
    <ConfirmDialog
      opened={of !== null}
      title={t(`${act}Title`, { name: of?.name ?? '' })}
      confirm={t(act)}
      danger
      onConfirm={async () => {
        if (of === null) return;
        await hub.call(commands[act], { importId: of.id });
        await refresh();
      }}
      onClose={onClose}
    >
      {t(`${act}Text`, { count: of?.tickets ?? 0 })}
    </ConfirmDialog>
  );
}
