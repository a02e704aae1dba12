import { Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MacroActions } from '#shared/contract/desk-tools.ts';
import { useLabels } from '../../tickets/labels.ts';
import { type Changing, changing, choiceIn, withChoice } from './changes.ts';
import { OwnFields } from './OwnFields.tsx';
import classes from './rules.module.css';
import { fromChoice, me, toChoice, useChoices } from './use-choices.ts';

/** What becomes of a ticket. What is left empty stays as it is. */
export function ChangeFields<A extends MacroActions>(props: {
  actions: A;
  /** Somebody does it, who may be the one to have it. */
  hasActor?: boolean;
  onChange: (actions: A) => void;
}) {
  const { t } = useTranslation('rules');
  const labels = useLabels();
  const { actions, hasActor = false } = props;
  const change = (part: Partial<MacroActions>) => props.onChange({ ...actions, ...part });
  return (
    <div className={classes.grid}>
      {changing.map((field) => (
        <ChangeField
          key={field}
          field={field}
          hasActor={hasActor}
          value={choiceIn(actions.changes, field)}
          onChange={(value) => change({ changes: withChoice(actions.changes, field, value, labels) })}
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
      <OwnFields
        values={actions.changes.fields ?? {}}
        onChange={(fields) => {
          const { fields: _, ...others } = actions.changes;
          change({ changes: Object.keys(fields).length === 0 ? others : { ...others, fields } });
        }}
      />
    </div>
  );
}

type ChangeProps = {
  field: Changing;
  hasActor: boolean;
  value: string | null | undefined;
  onChange: (value: string | null | undefined) => void;
};

function ChangeField({ field, hasActor, value, onChange }: ChangeProps) {
  const { t } = useTranslation('rules');
  const [words, setWords] = useState('');
  const first = hasActor && field === 'assigneeId' ? [me] : [];
  const choices = useChoices(field, { chosen: value === undefined ? [] : [value], words, first });
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
