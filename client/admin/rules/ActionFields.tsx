import { Select, TagsInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleActions } from '#shared/contract/rules.ts';
import { placeholders } from '#shared/placeholders.ts';
import type { Draft } from './draft.ts';
import classes from './rules.module.css';
import { fromChoice, toChoice, useChoices } from './use-choices.ts';

type Field = keyof RuleActions['changes'];
const changing: Field[] = ['status', 'priority', 'impact', 'queueId', 'assigneeId'];

type Props = { draft: Draft; onChange: (part: Partial<Draft>) => void };

/** What becomes of the ticket. What is left empty stays as it is. */
export function ActionFields({ draft: { actions, notice }, onChange }: Props) {
  const { t } = useTranslation('rules');
  const change = (part: Partial<RuleActions>) => onChange({ actions: { ...actions, ...part } });
  const names = placeholders.map((name) => `{{${name}}}`).join(' ');
  return (
    <>
      <div className={classes.grid}>
        {changing.map((field) => (
          <ChangeField
            key={field}
            field={field}
            value={actions.changes[field]}
            onChange={(value) => {
              const { [field]: _, ...others } = actions.changes;
              change({ changes: value === undefined ? others : { ...others, [field]: value } });
            }}
          />
        ))}
        <TagsInput
          label={t('editor.addTags')}
          value={actions.addTags}
          maxTags={20}
          acceptValueOnBlur
          onChange={(addTags) => change({ addTags })}
        />
        <TagsInput
          label={t('editor.removeTags')}
          value={actions.removeTags}
          maxTags={20}
          acceptValueOnBlur
          onChange={(removeTags) => change({ removeTags })}
        />
      </div>
      <Textarea
        label={t('editor.notice')}
        description={t('editor.noticeHint', { names, interpolation: { skipOnVariables: true } })}
        value={notice}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={5_000}
        onChange={({ currentTarget: { value } }) => onChange({ notice: value })}
      />
    </>
  );
}

type ChangeProps = {
  field: Field;
  value: string | null | undefined;
  onChange: (value: string | null | undefined) => void;
};

function ChangeField({ field, value, onChange }: ChangeProps) {
  const { t } = useTranslation('rules');
  const [words, setWords] = useState('');
  const choices = useChoices(field, value === undefined ? [] : [value], words);
  return (
    <Select
      label={t(`fields.${field}`)}
      placeholder={t('editor.asItIs')}
      data={choices}
      value={value === undefined ? null : toChoice(value)}
      searchable={field === 'assigneeId'}
      clearable
      clearButtonProps={{ 'aria-label': t('editor.leave', { field: t(`fields.${field}`) }) }}
      nothingFoundMessage={t('editor.nothingFound')}
      onSearchChange={setWords}
      onChange={(chosen) => onChange(chosen === null ? undefined : fromChoice(chosen))}
    />
  );
}
