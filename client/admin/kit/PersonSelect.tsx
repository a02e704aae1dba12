import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPeople } from '#shared/contract/accounts.ts';
import { commandQuery } from '../../app/query.ts';
import classes from './PersonSelect.module.css';

type Props = {
  label: string;
  placeholder: string;
  value: string | null;
  /** The chosen person's name, who need not be among those found. */
  valueLabel: string | undefined;
  onChange: (id: string | null) => void;
};

/** Somebody of the organisation, found while typing. */
export function PersonSelect({ label, placeholder, value, valueLabel, onChange }: Props) {
  const { t } = useTranslation('admin');
  const [words, setWords] = useState('');
  const [query] = useDebouncedValue(words.trim(), 200);
  const found =
    useQuery({
      ...commandQuery(listPeople, { limit: 20, ...(query === '' || query === valueLabel ? {} : { query }) }),
      staleTime: 30_000,
      placeholderData: keepPreviousData,
    }).data?.people ?? [];
  const data = found.map(({ id, displayName }) => ({ value: id as string, label: displayName }));
  if (value !== null && !data.some((one) => one.value === value))
    data.unshift({ value, label: valueLabel ?? '…' });
  return (
    <Select
      className={classes.root ?? ''}
      aria-label={label}
      placeholder={placeholder}
      data={data}
      value={value}
      searchable
      clearable
      nothingFoundMessage={t('people.nobody')}
      filter={({ options }) => options}
      onSearchChange={setWords}
      onChange={onChange}
      clearButtonProps={{ 'aria-label': placeholder }}
    />
  );
}
