import type { TicketField } from '#shared/contract/fields.ts';
import { TicketLabelId } from '#shared/contract/ids.ts';
import { type LabelField, labelFields, type TicketLabel } from '#shared/contract/labels.ts';
import type { Condition, RuleActions } from '#shared/contract/rules.ts';

/** What a rule speaks of and the installation has no more. */
export type Gone =
  | { kind: 'word' | 'setWord'; field: LabelField }
  /** It was deleted, or nobody is asked for it any more. */
  | { kind: 'field'; fieldKey: string }
  /** It cannot hold what the rule sets. */
  | { kind: 'value'; fieldKey: string };

type Rule = { conditions: readonly Condition[]; actions: Pick<RuleActions, 'changes'> };

/** Conditions with it are not met, and it is not set: whoever reads the rule should know. */
export function goneOf(
  { conditions, actions }: Rule,
  fields: readonly TicketField[],
  labels: readonly TicketLabel[],
): Gone[] {
  const known = new Map(fields.map((field) => [field.key, field]));
  const inConditions = conditions.flatMap((condition): Gone[] => {
    if (condition.field === 'fields')
      return known.has(condition.fieldKey) ? [] : [{ kind: 'field', fieldKey: condition.fieldKey }];
    if (condition.field !== 'status' && condition.field !== 'priority') return [];
    return condition.values.some((value) => isGoneWord(value, labels))
      ? [{ kind: 'word', field: condition.field }]
      : [];
  });
  const inActions = Object.entries(actions.changes.fields ?? {}).flatMap(([fieldKey, value]): Gone[] => {
    const field = known.get(fieldKey);
    if (!field || field.archived) return [{ kind: 'field', fieldKey }];
    const isNoChoice =
      field.kind === 'choice' && value !== null && field.choices.every((choice) => choice !== value);
    return isNoChoice ? [{ kind: 'value', fieldKey }] : [];
  });
  const inWords = labelFields.flatMap((field): Gone[] =>
    isGoneWord(actions.changes[`${field}LabelId`], labels) ? [{ kind: 'setWord', field }] : [],
  );
  const all = new Map(
    [...inConditions, ...inWords, ...inActions].map((each) => [JSON.stringify(each), each]),
  );
  return [...all.values()];
}

const isGoneWord = (value: unknown, labels: readonly TicketLabel[]): boolean =>
  TicketLabelId.safeParse(value).success && labels.every(({ id }) => id !== value);
