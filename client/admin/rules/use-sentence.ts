import { useTranslation } from 'react-i18next';
import type { MacroActions } from '#shared/contract/desk-tools.ts';
import type { Condition, Trigger } from '#shared/contract/rules.ts';
import { changing, choiceIn } from './changes.ts';
import { nameOfOccasion, type Subject, type Value } from './draft.ts';
import { useSubjectNames, useValueNames } from './use-choices.ts';

const peopleOf = ({ conditions, actions }: Trigger): Value[] => [
  ...conditions.flatMap(({ field, values }) => (field === 'assigneeId' ? values : [])),
  actions.changes.assigneeId ?? null,
];

/** A trigger in words: when and if, and what it does. */
export function useSentence(trigger: Trigger): { cause: string; effect: string } {
  const { t, i18n } = useTranslation('rules');
  const subjectName = useSubjectNames();
  const nameOf = useValueNames(peopleOf(trigger));
  const phrasesOf = useActionPhrases(nameOf);
  const list = (type: 'conjunction' | 'disjunction', words: readonly string[]) =>
    new Intl.ListFormat(i18n.language, { type }).format(words);

  const conditionIn = (condition: Condition): string => {
    const { field, is, values } = condition;
    const kind = field === 'tags' || field === 'subject' ? field : 'among';
    const verb = is ? 'is' : 'not';
    return t(`conditions.${kind}.${verb}`, {
      field: subjectName(condition),
      values: list(
        'disjunction',
        values.map((value) => nameOf(condition, value)),
      ),
    });
  };
  const { when, match, conditions, actions, notice } = trigger;
  const occasion = t(`occasions.${nameOfOccasion(when)}`);
  const happens = when.event === 'waiting' ? t('sentence.waiting', { count: when.hours }) : occasion;
  const ifs = list(match === 'all' ? 'conjunction' : 'disjunction', conditions.map(conditionIn));
  return {
    cause: conditions.length === 0 ? happens : t('sentence.if', { happens, ifs }),
    effect: list('conjunction', [...phrasesOf(actions), ...(notice === null ? [] : [t('sentence.tells')])]),
  };
}

/** What actions do to a ticket, a phrase each. */
export function useActionPhrases(
  nameOf: ReturnType<typeof useValueNames>,
): (actions: MacroActions) => string[] {
  const { t, i18n } = useTranslation('rules');
  const subjectName = useSubjectNames();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const tags = (does: 'add' | 'remove', all: readonly string[]): string[] => {
    if (all.length === 0) return [];
    const values = list.format(all.map((tag) => nameOf({ field: 'tags' }, tag)));
    return [t(`sentence.${does}Tags`, { count: all.length, values })];
  };
  return (actions) => [
    ...changesOf(actions).map(([subject, value]) =>
      t('sentence.becomes', { field: subjectName(subject), value: nameOf(subject, value) }),
    ),
    ...tags('add', actions.addTags),
    ...tags('remove', actions.removeTags),
  ];
}

const changesOf = ({ changes }: MacroActions): [Subject, Value][] => [
  ...changing.flatMap((field): [Subject, Value][] => {
    const value = choiceIn(changes, field);
    return value === undefined ? [] : [[{ field }, value]];
  }),
  ...Object.entries(changes.fields ?? {}).map(([fieldKey, value]): [Subject, Value] => [
    { field: 'fields', fieldKey },
    value,
  ]),
];
