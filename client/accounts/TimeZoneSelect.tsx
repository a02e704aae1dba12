import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeZones } from './new-account.ts';

/** `Europe/Paris` reads `Europe / Paris`, and is found by any part. */
export function TimeZoneSelect(props: {
  value: string;
  hideLabel?: boolean;
  onChange: (timeZone: string) => void;
}) {
  const { t } = useTranslation('accounts');
  const [zones] = useState(() =>
    timeZones().map((value) => ({ value, label: value.replaceAll('_', ' ').replaceAll('/', ' / ') })),
  );
  return (
    <Select
      {...(props.hideLabel ? { 'aria-label': t('fields.timeZone') } : { label: t('fields.timeZone') })}
      data={zones}
      value={props.value}
      searchable
      limit={60}
      allowDeselect={false}
      nothingFoundMessage={t('fields.nothingFound')}
      onChange={(value) => {
        if (value !== null) props.onChange(value);
      }}
    />
  );
}
