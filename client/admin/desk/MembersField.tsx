import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxQueueMembers } from '#shared/contract/desk.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { fromChoice, useChoices } from '../rules/use-choices.ts';

/** Employees, found while typing. */
export function MembersField(props: { value: PersonId[]; onChange: (ids: PersonId[]) => void }) {
  const { t } = useTranslation('desk');
  const [words, setWords] = useState('');
  const people = useChoices('assigneeId', { chosen: props.value, words }).filter(
    ({ value }) => fromChoice(value) !== null,
  );
  return (
    <MultiSelect
      label={t('queues.members')}
      placeholder={props.value.length === 0 ? t('queues.membersHint') : ''}
      data={people}
      value={props.value}
      maxValues={maxQueueMembers}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('queues.membersClear') }}
      nothingFoundMessage={t('queues.nobodyFound')}
      onSearchChange={setWords}
      onChange={(ids) => props.onChange(ids as PersonId[])}
    />
  );
}
