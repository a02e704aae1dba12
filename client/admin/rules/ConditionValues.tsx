import { MultiSelect, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldKind, FieldValue } from '#shared/contract/fields.ts';
import { useTicketFields } from '../../tickets/fields/use-ticket-fields.ts';
import { type DraftCondition, verbOf } from './draft.ts';
import { fromChoice, toChoice, useChoices } from './use-choices.ts';

type Props = {
  condition: DraftCondition;
  error: string | false;
  onChange: (values: DraftCondition['values']) => void;
};

/** What a condition compares with. */
export function ConditionValues(props: Props) {
  const { t } = useTranslation('rules');
  const { condition } = props;
  if (condition.field === 'fields') return <OwnValues {...props} />;
  return condition.field === 'tags' || condition.field === 'subject' ? (
    <TypedValues {...props} placeholder={t('editor.typeAndEnter')} parse={(typed) => typed} />
  ) : (
    <ChosenValues {...props} />
  );
}

function ChosenValues({ condition: { field, values }, error, onChange }: Props) {
  const { t } = useTranslation('rules');
  const [words, setWords] = useState('');
  const choices = useChoices(field, { chosen: values, words });
  return (
    <MultiSelect
      aria-label={t('editor.values')}
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

/** What is typed for a field of the installation's own; undefined: it cannot hold that. */
const parsers: Record<Exclude<FieldKind, 'choice' | 'yesNo'>, (typed: string) => FieldValue | undefined> = {
  text: (typed) => typed,
  link: (typed) => typed,
  date: (typed) => (/^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : undefined),
  number: (typed) => {
    const number = Number(typed.replace(',', '.'));
    return Number.isFinite(number) ? number : undefined;
  },
};
const yesOrNo = { true: true, false: false } as const;

function OwnValues(props: Props) {
  const { t } = useTranslation(['rules', 'desk']);
  const { condition, error, onChange } = props;
  const field = useTicketFields().find(({ key }) => key === condition.fieldKey);
  const verb = verbOf(condition);
  if (field === undefined || verb === 'empty' || verb === 'filled') return null;
  const { kind, choices } = field;
  if (kind !== 'choice' && kind !== 'yesNo')
    return (
      <TypedValues
        {...props}
        placeholder={kind === 'date' ? t('editor.typeDay') : t('editor.typeAndEnter')}
        parse={parsers[kind]}
      />
    );
  const chosen = condition.values.flatMap((value) => value ?? []).map(String);
  return (
    <MultiSelect
      aria-label={t('editor.values')}
      placeholder={chosen.length === 0 ? t('editor.choose') : ''}
      data={
        kind === 'choice'
          ? [...new Set([...choices, ...chosen])]
          : [
              { value: 'true', label: t('desk:yes') },
              { value: 'false', label: t('desk:no') },
            ]
      }
      value={chosen}
      maxValues={20}
      error={error}
      onChange={(next) =>
        onChange(kind === 'choice' ? next : next.map((each) => yesOrNo[each === 'true' ? 'true' : 'false']))
      }
    />
  );
}

type TypedProps = Props & {
  placeholder: string;
  parse: (typed: string) => FieldValue | undefined;
};

function TypedValues({ condition: { values }, placeholder, parse, error, onChange }: TypedProps) {
  const { t } = useTranslation('rules');
  return (
    <TagsInput
      aria-label={t('editor.values')}
      placeholder={values.length === 0 ? placeholder : ''}
      value={values.flatMap((value) => value ?? []).map(String)}
      maxTags={20}
      error={error}
      acceptValueOnBlur
      onChange={(typed) => onChange(typed.flatMap((each) => parse(each) ?? []))}
    />
  );
}
