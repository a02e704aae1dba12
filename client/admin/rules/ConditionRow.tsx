import { ActionIcon, MultiSelect, Select, TagsInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DraftCondition, fields, newCondition } from './draft.ts';
import classes from './rules.module.css';
import { fromChoice, toChoice, useChoices } from './use-choices.ts';

type Props = {
  condition: DraftCondition;
  isWrong: boolean;
  onChange: (condition: DraftCondition) => void;
  onRemove: () => void;
};

/** Field, verb, values: reads as a sentence. */
export function ConditionRow({ condition, isWrong, onChange, onRemove }: Props) {
  const { t } = useTranslation('rules');
  const { key, field, is, values } = condition;
  const kind = field === 'tags' || field === 'subject' ? field : 'among';
  return (
    <div className={classes.condition} role="group" aria-label={t(`fields.${field}`)}>
      <Select
        aria-label={t('editor.field')}
        data={fields.map((value) => ({ value, label: t(`fields.${value}`) }))}
        value={field}
        allowDeselect={false}
        onChange={(chosen) => {
          const next = fields.find((each) => each === chosen);
          if (next && next !== field) onChange({ ...newCondition(next), key });
        }}
      />
      <Select
        aria-label={t('editor.verb')}
        data={[
          { value: 'is', label: t(`verbs.${kind}.is`) },
          { value: 'not', label: t(`verbs.${kind}.not`) },
        ]}
        value={is ? 'is' : 'not'}
        allowDeselect={false}
        onChange={(verb) => onChange({ ...condition, is: verb === 'is' })}
      />
      <ActionIcon
        className={classes.removeCondition ?? ''}
        aria-label={t('editor.removeCondition')}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
      <div className={classes.conditionValues}>
        <Values
          field={field}
          values={values}
          error={isWrong && t('editor.valuesMissing')}
          onChange={(next) => onChange({ ...condition, values: next })}
        />
      </div>
    </div>
  );
}

type ValuesProps = Pick<DraftCondition, 'field' | 'values'> & {
  error: string | false;
  onChange: (values: DraftCondition['values']) => void;
};

function Values({ field, values, error, onChange }: ValuesProps) {
  const { t } = useTranslation('rules');
  const [words, setWords] = useState('');
  const choices = useChoices(field, values, words);
  const label = t('editor.values');
  if (field === 'tags' || field === 'subject')
    return (
      <TagsInput
        aria-label={label}
        placeholder={values.length === 0 ? t('editor.typeAndEnter') : ''}
        value={values.filter((value) => value !== null)}
        maxTags={20}
        error={error}
        acceptValueOnBlur
        onChange={onChange}
      />
    );
  return (
    <MultiSelect
      aria-label={label}
      placeholder={values.length === 0 ? t('editor.choose') : ''}
      data={choices}
      value={values.map(toChoice)}
      maxValues={20}
      searchable
      error={error}
      nothingFoundMessage={t('editor.nothingFound')}
      onSearchChange={setWords}
      onChange={(chosen) => onChange(chosen.map(fromChoice))}
    />
  );
}
