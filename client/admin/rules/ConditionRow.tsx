import { ActionIcon, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useTicketFields } from '../../tickets/fields/use-ticket-fields.ts';
import { ConditionValues } from './ConditionValues.tsx';
import {
  type DraftCondition,
  fields,
  nameOfSubject,
  newCondition,
  type Subject,
  subjectOf,
  type Verb,
  verbOf,
  verbs,
  withVerb,
} from './draft.ts';
import classes from './rules.module.css';
import { useSubjectNames } from './use-choices.ts';

type Props = {
  condition: DraftCondition;
  isWrong: boolean;
  onChange: (condition: DraftCondition) => void;
  onRemove: () => void;
};

/** Field, verb, values: reads as a sentence. */
export function ConditionRow({ condition, isWrong, onChange, onRemove }: Props) {
  const { t } = useTranslation('rules');
  const nameOf = useSubjectNames();
  const subjects = useSubjects(condition);
  const { key, field } = condition;
  const kind = field === 'tags' || field === 'subject' ? field : 'among';
  const offered: readonly Verb[] = field === 'fields' ? verbs : ['is', 'not'];
  const wordOf = (verb: Verb) =>
    verb === 'is' || verb === 'not' ? t(`verbs.${kind}.${verb}`) : t(`verbs.${verb}`);
  return (
    <div className={classes.condition} role="group" aria-label={nameOf(condition)}>
      <Select
        aria-label={t('editor.field')}
        data={subjects}
        value={nameOfSubject(condition)}
        allowDeselect={false}
        onChange={(chosen) => {
          const next = chosen === null ? undefined : subjectOf(chosen);
          if (next && chosen !== nameOfSubject(condition)) onChange({ ...newCondition(next), key });
        }}
      />
      <Select
        aria-label={t('editor.verb')}
        data={offered.map((verb) => ({ value: verb, label: wordOf(verb) }))}
        value={verbOf(condition)}
        allowDeselect={false}
        onChange={(chosen) => {
          const verb = verbs.find((each) => each === chosen);
          if (verb) onChange(withVerb(condition, verb));
        }}
      />
      <ActionIcon
        className={classes.removeCondition ?? ''}
        aria-label={t('editor.removeCondition')}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
      <div className={classes.conditionValues}>
        <ConditionValues
          condition={condition}
          error={isWrong && t('editor.valuesMissing')}
          onChange={(values) => onChange({ ...condition, values })}
        />
      </div>
    </div>
  );
}

/** What every ticket has, then the installation's own fields. What was deleted stays until another one is chosen. */
function useSubjects(chosen: Subject) {
  const { t } = useTranslation('rules');
  const nameOf = useSubjectNames();
  const own = useTicketFields().filter(({ archived }) => !archived);
  const subjects = own.map(({ key }): Subject => ({ field: 'fields', fieldKey: key }));
  const isKnown = (each: Subject) => nameOfSubject(each) === nameOfSubject(chosen);
  if (chosen.field === 'fields' && !subjects.some(isKnown)) subjects.push(chosen);
  const itemOf = (subject: Subject) => ({ value: nameOfSubject(subject), label: nameOf(subject) });
  const everywhere = fields.map((field) => itemOf({ field }));
  if (subjects.length === 0) return everywhere;
  return [
    { group: t('editor.everyTicket'), items: everywhere },
    { group: t('editor.ownFields'), items: subjects.map(itemOf) },
  ];
}
