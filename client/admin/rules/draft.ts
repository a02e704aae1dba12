import type { InputOf } from '#shared/contract/define.ts';
import type { FieldValue } from '#shared/contract/fields.ts';
import type { TriggerId } from '#shared/contract/ids.ts';
import {
  actOnTickets,
  type Condition,
  type Occasion,
  type RuleActions,
  type saveTrigger,
  type Trigger,
} from '#shared/contract/rules.ts';
import { newUuid } from '../../app/uuid.ts';

/** What a value is of: with the key of a field of the installation's own. */
export type Subject = { field: Condition['field']; fieldKey?: string };
/** null: nobody, no company, or empty. */
export type Value = FieldValue | null;
export type DraftCondition = Subject & { key: string; is: boolean; values: Value[] };
/** A trigger while it is written: its conditions may lack values. */
export type Draft = Omit<InputOf<typeof saveTrigger>, 'conditions' | 'actions' | 'notice'> & {
  actions: RuleActions;
  conditions: DraftCondition[];
  notice: string;
};
export type Mistakes = { name: boolean; conditions: ReadonlySet<string>; actions: boolean };

export const fields: Exclude<Subject['field'], 'fields'>[] = [
  'status',
  'priority',
  'impact',
  'queueId',
  'assigneeId',
  'companyId',
  'channel',
  'tags',
  'subject',
];

export const newCondition = (subject: Subject): DraftCondition => ({
  ...subject,
  key: newUuid(),
  is: true,
  values: [],
});

const ownPrefix = 'fields.';
/** A subject as one choice among many. */
export const nameOfSubject = ({ field, fieldKey }: Subject): string =>
  fieldKey === undefined ? field : `${ownPrefix}${fieldKey}`;
export function subjectOf(name: string): Subject | undefined {
  if (name.startsWith(ownPrefix)) return { field: 'fields', fieldKey: name.slice(ownPrefix.length) };
  const field = fields.find((each) => each === name);
  return field && { field };
}

/** What a condition asks of a field of the installation's own: two of these need no values. */
export const verbs = ['is', 'not', 'empty', 'filled'] as const;
export type Verb = (typeof verbs)[number];
export function verbOf({ field, is, values }: DraftCondition): Verb {
  if (field === 'fields' && values.length === 1 && values[0] === null) return is ? 'empty' : 'filled';
  return is ? 'is' : 'not';
}
export function withVerb(condition: DraftCondition, verb: Verb): DraftCondition {
  if (verb === 'empty' || verb === 'filled') return { ...condition, is: verb === 'empty', values: [null] };
  const had = verbOf(condition);
  const values = had === 'empty' || had === 'filled' ? [] : condition.values;
  return { ...condition, is: verb === 'is', values };
}

export const newDraft = (): Draft => ({
  id: newUuid() as TriggerId,
  name: '',
  enabled: true,
  when: { event: 'created' },
  match: 'all',
  conditions: [],
  actions: { changes: {}, addTags: [], removeTags: [] },
  notice: '',
});

export const toDraft = ({ id, name, enabled, when, match, conditions, actions, notice }: Trigger): Draft => ({
  id,
  name,
  enabled,
  when,
  match,
  conditions: conditions.map((condition) => ({ ...condition, key: newUuid() })),
  actions,
  notice: notice ?? '',
});

function withoutKey(condition: DraftCondition): Condition {
  const { key: _, ...asked } = condition;
  return asked as Condition;
}

export const fromDraft = ({ conditions, notice, ...draft }: Draft): InputOf<typeof saveTrigger> => ({
  ...draft,
  conditions: conditions.map(withoutKey),
  notice: notice.trim() === '' ? null : notice,
});

export function findMistakes({ name, conditions, actions, notice }: Draft): Mistakes {
  return {
    name: name.trim() === '',
    conditions: new Set(conditions.filter(({ values }) => values.length === 0).map(({ key }) => key)),
    actions: !actOnTickets(actions) && notice.trim() === '',
  };
}

export const isRight = ({ name, conditions, actions }: Mistakes): boolean =>
  !name && conditions.size === 0 && !actions;

/** As one choice among few. */
export const occasions = [
  'created',
  'repliedByCustomer',
  'repliedByEmployee',
  'repliedByAnybody',
  'changed',
  'waiting',
  'slaWarning',
  'slaBreached',
] as const;
export type OccasionName = (typeof occasions)[number];

const byName: Record<OccasionName, Occasion> = {
  created: { event: 'created' },
  repliedByCustomer: { event: 'replied', by: 'customer' },
  repliedByEmployee: { event: 'replied', by: 'employee' },
  repliedByAnybody: { event: 'replied', by: 'anybody' },
  changed: { event: 'changed' },
  waiting: { event: 'waiting', hours: 24 },
  slaWarning: { event: 'slaWarning' },
  slaBreached: { event: 'slaBreached' },
};
export const occasionOf = (name: OccasionName): Occasion => byName[name];

const replies = {
  customer: 'repliedByCustomer',
  employee: 'repliedByEmployee',
  anybody: 'repliedByAnybody',
} as const;
export const nameOfOccasion = (when: Occasion): OccasionName =>
  when.event === 'replied' ? replies[when.by] : when.event;

/** One of them a place up or down. */
export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const [one] = all.slice(from, from + 1);
  const others = all.toSpliced(from, 1);
  return one === undefined ? others : others.toSpliced(to, 0, one);
}
