import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputOf } from '#shared/contract/define.ts';
import {
  type ImportedTicket,
  type ImportField,
  type ImportSettings,
  importFields,
  type previewImport,
  startImport,
  type TicketImport,
} from '#shared/contract/imports.ts';
import { hub, useMe } from '../../app/hub.ts';
import { Failure, RowsSkeleton } from '../../app/Page.tsx';
import { useFormats } from '../../app/time.ts';
import { toast } from '../../app/toast.ts';
import { fieldAt, patiently, previewQuery, refresh, withField } from './imports.core.ts';
import classes from './imports.module.css';
import { ImportSettingsFields } from './ImportSettingsFields.tsx';
import { ProblemList } from './ProblemList.tsx';

type DialogProps = { uploaded: TicketImport | null; onClose: () => void };

/** What would become of a file, and the button that makes it so. */
export function ImportDialog({ uploaded, onClose }: DialogProps) {
  const { t } = useTranslation('imports');
  return (
    <Modal
      opened={uploaded !== null}
      onClose={onClose}
      title={t('titleOf', { name: uploaded?.name ?? '' })}
      size={960}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      {uploaded && <Trial key={uploaded.id} uploaded={uploaded} onClose={onClose} />}
    </Modal>
  );
}

function Trial({ uploaded, onClose }: { uploaded: TicketImport; onClose: () => void }) {
  const { t } = useTranslation('imports');
  const { timeZone } = useMe();
  const [chosen, setChosen] = useState<ImportSettings>();
  const preview = useQuery({
    ...previewQuery(uploaded.id, chosen, timeZone),
    placeholderData: keepPreviousData,
  });
  const starting = useMutation({
    mutationFn: (settings: ImportSettings) =>
      hub.call(startImport, { importId: uploaded.id, settings }, patiently),
    onSuccess: ({ name }) => {
      void refresh();
      toast(t('started', { name }));
      onClose();
    },
  });
  if (preview.isPending) return <RowsSkeleton rows={6} avatar={false} />;
  if (preview.isError) return <Failure error={preview.error} onRetry={() => void preview.refetch()} />;
  const settings = chosen ?? preview.data.settings;
  const { header, usable, rows, tickets, problems, problemCount } = preview.data;
  const isTable = header.length > 0;
  const isUsable = usable > 0 && !preview.isPlaceholderData;
  return (
    <Stack gap="md">
      <Text c="dimmed">{t(isTable ? 'introTable' : 'introPosts')}</Text>
      {isTable && (
        <Columns
          header={header}
          columns={settings.columns}
          onChange={(columns) => setChosen({ ...settings, columns })}
        />
      )}
      <ImportSettingsFields settings={settings} withDates={isTable} onChange={setChosen} />
      <div role="status">{t('verdict', { count: usable, rows })}</div>
      {tickets.length > 0 && <Sample tickets={tickets} />}
      {problemCount > 0 && (
        <>
          <div>
            {t('problemCount', { count: problemCount })}{' '}
            {problemCount > problems.length && t('problemsShown', { count: problems.length })}
          </div>
          <ProblemList problems={problems} />
        </>
      )}
      {starting.error && <Failure compact error={starting.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common:actions.cancel')}
        </Button>
        <Button disabled={!isUsable} loading={starting.isPending} onClick={() => starting.mutate(settings)}>
          {t('start', { count: usable })}
        </Button>
      </Group>
    </Stack>
  );
}

type ColumnsProps = {
  header: readonly string[];
  columns: ImportSettings['columns'];
  onChange: (columns: ImportSettings['columns']) => void;
};
function Columns({ header, columns, onChange }: ColumnsProps) {
  const { t } = useTranslation('imports');
  const data = importFields.map((value) => ({ value, label: t(`fields.${value}`) }));
  return (
    <fieldset className={classes.fieldset}>
      <legend>{t('columns')}</legend>
      <div className={classes.columns}>
        {header.map((name, place) => (
          <Select
            // Two columns may have one name.
            // oxlint-disable-next-line react/no-array-index-key
            key={place}
            size="xs"
            label={name === '' ? t('unnamed', { number: place + 1 }) : name}
            placeholder={t('notImported')}
            data={data}
            value={fieldAt(columns, place)}
            clearable
            clearButtonProps={{ 'aria-label': t('notImported') }}
            searchable
            onChange={(field) => onChange(withField(columns, place, field as ImportField | null))}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Sample({ tickets }: { tickets: OutputOf<typeof previewImport>['tickets'] }) {
  const { t } = useTranslation(['imports', 'tickets']);
  const { dateTime } = useFormats();
  const cells: [string, (ticket: ImportedTicket) => string | null][] = [
    [t('lineTitle'), ({ line }) => String(line)],
    [t('fields.subject'), ({ subject }) => subject],
    [t('fields.requester'), ({ requester }) => requester],
    [t('fields.company'), ({ company }) => company],
    [t('fields.status'), ({ status }) => t(`tickets:status.${status}`)],
    [t('fields.priority'), ({ priority }) => t(`tickets:priority.${priority}`)],
    [t('fields.assignee'), ({ assignee }) => assignee],
    [t('fields.createdAt'), ({ createdAt }) => dateTime(createdAt)],
    [t('fields.closedAt'), ({ closedAt }) => closedAt && dateTime(closedAt)],
    [t('entries'), ({ entries }) => String(entries)],
  ];
  return (
    // It scrolls, so the keyboard has to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.sample} tabIndex={0} role="region" aria-label={t('sample')}>
      <table>
        <thead>
          <tr>
            {cells.map(([title]) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tickets.map((ticket) => (
            <tr key={ticket.line}>
              {cells.map(([title, cellOf]) => (
                <td key={title}>{cellOf(ticket) ?? '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
