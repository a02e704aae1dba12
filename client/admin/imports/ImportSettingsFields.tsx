import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportSettings } from '#shared/contract/imports.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { listQueues } from '#shared/contract/tickets.ts';
import { commandQuery } from '../../app/query.ts';
import classes from './imports.module.css';

const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone')];

type FieldsProps = {
  settings: ImportSettings;
  /** A table writes its times as it likes. */
  withDates: boolean;
  onChange: (settings: ImportSettings) => void;
};

export function ImportSettingsFields({ settings, withDates, onChange }: FieldsProps) {
  const { t } = useTranslation('imports');
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  return (
    <div className={classes.settings}>
      <Select
        label={t('queue')}
        data={queues.map(({ id, name }) => ({ value: id, label: name }))}
        value={settings.queueId}
        allowDeselect={false}
        onChange={(queueId) => queueId && onChange({ ...settings, queueId: queueId as QueueId })}
      />
      {withDates && (
        <>
          <Select
            label={t('dates')}
            data={[
              { value: 'day', label: t('dayFirst') },
              { value: 'month', label: t('monthFirst') },
            ]}
            value={settings.dayFirst ? 'day' : 'month'}
            allowDeselect={false}
            onChange={(first) => onChange({ ...settings, dayFirst: first === 'day' })}
          />
          <Select
            label={t('timeZone')}
            data={timeZones}
            value={settings.timeZone}
            searchable
            allowDeselect={false}
            onChange={(timeZone) => timeZone && onChange({ ...settings, timeZone })}
          />
        </>
      )}
    </div>
  );
}
