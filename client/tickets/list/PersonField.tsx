import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listPeople } from '#shared/contract/accounts.ts';
import { PersonId } from '#shared/contract/ids.ts';
import { usePerson } from '../../app/people.ts';
import { commandQuery } from '../../app/query.ts';

/** Somebody, found by typing. */
export function PersonField(props: {
  label: string;
  placeholder: string;
  value: PersonId | null;
  onChange: (personId: PersonId | null) => void;
}) {
  const { t } = useTranslation('tickets');
  const [words, setWords] = useState('');
  const [query] = useDebouncedValue(words.trim(), 200);
  const chosen = usePerson(props.value ?? undefined);
  const { data } = useQuery({
    ...commandQuery(listPeople, {
      limit: 20,
      ...(query === '' || query === chosen?.displayName ? {} : { query }),
    }),
    placeholderData: (old) => old,
  });
  const found = (data?.people ?? []).filter(({ kind, id }) => kind !== 'guest' && id !== chosen?.id);
  const options = [...(chosen ? [chosen] : []), ...found];
  return (
    <Select
      label={props.label}
      placeholder={props.placeholder}
      data={options.map(({ id, displayName }) => ({ value: id, label: displayName }))}
      value={props.value}
      searchable
      clearable
      filter={({ options: all }) => all}
      nothingFoundMessage={t('pick.nothing')}
      onSearchChange={setWords}
      onChange={(value) => props.onChange(value === null ? null : PersonId.parse(value))}
    />
  );
}
