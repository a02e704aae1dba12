import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonId } from '#shared/contract/ids.ts';
import { usePerson } from '../../app/people.ts';
import { PersonSelect } from '../kit/PersonSelect.tsx';
import classes from './AuditFilters.module.css';
import { isFiltered } from './audit-filter.ts';
import type { AuditSearch } from './audit-search.ts';
import { actionsQuery } from './audit.core.ts';
import { actionTree } from './action-tree.ts';
import { useActionName } from './use-action-name.ts';

type Props = { search: AuditSearch; onChange: (search: AuditSearch) => void };
type Key = Exclude<keyof AuditSearch, 'entry'>;

/** All of it is in the address, so that a filtered list can be handed on. */
export function AuditFilters({ search, onChange }: Props) {
  const { t } = useTranslation('admin');
  const nameOf = useActionName();
  const actions = useQuery(actionsQuery()).data?.actions ?? [];
  const person = usePerson(search.by as PersonId | undefined);
  const set = (key: Key, value: string | null) => {
    const { [key]: _, ...rest } = search;
    onChange(value === null || value === '' ? rest : { ...rest, [key]: value });
  };
  return (
    <div className={classes.root}>
      <Words
        key={isFiltered(search) ? 'some' : 'none'}
        value={search.text ?? ''}
        onChange={(text) => set('text', text)}
      />
      <Select
        className={classes.action ?? ''}
        aria-label={t('audit.action')}
        placeholder={t('audit.anyAction')}
        data={actionTree(actions).map((action) => ({ value: action, label: nameOf(action) }))}
        renderOption={({ option }) => (
          <span className={classes.option} data-depth={option.value.includes('.') ? 1 : 0}>
            {option.label}
          </span>
        )}
        value={search.action ?? null}
        searchable
        clearable
        onChange={(action) => set('action', action)}
        clearButtonProps={{ 'aria-label': t('audit.anyAction') }}
      />
      <PersonSelect
        label={t('audit.person')}
        placeholder={t('audit.anybody')}
        value={search.by ?? null}
        valueLabel={person?.displayName}
        onChange={(by) => set('by', by)}
      />
      <TextInput
        className={classes.day ?? ''}
        type="date"
        aria-label={t('audit.from')}
        title={t('audit.from')}
        value={search.from ?? ''}
        max={search.to}
        onChange={(event) => set('from', event.currentTarget.value)}
      />
      <TextInput
        className={classes.day ?? ''}
        type="date"
        aria-label={t('audit.to')}
        title={t('audit.to')}
        value={search.to ?? ''}
        min={search.from}
        onChange={(event) => set('to', event.currentTarget.value)}
      />
      {isFiltered(search) && (
        <button type="button" className={classes.clear} onClick={() => onChange({})}>
          <IconX size={14} aria-hidden="true" /> {t('audit.clear')}
        </button>
      )}
    </div>
  );
}

/** Typing asks the hub when it pauses. */
function Words({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('admin');
  const [words, setWords] = useState(value);
  const say = useDebouncedCallback(onChange, 250);
  return (
    <TextInput
      className={classes.words ?? ''}
      type="search"
      aria-label={t('audit.search')}
      placeholder={t('audit.search')}
      leftSection={<IconSearch size={16} />}
      value={words}
      maxLength={100}
      onChange={(event) => {
        setWords(event.currentTarget.value);
        say(event.currentTarget.value.trim());
      }}
    />
  );
}
