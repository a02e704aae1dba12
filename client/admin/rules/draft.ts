import type { InputOf } from '#shared/contract/define.ts';
import type { TriggerId } from '#shared/contract/ids.ts';
import type { Condition, Occasion, RuleActions, saveTrigger, Trigger } from '#shared/contract/rules.ts';
import { newUuid } from '../../app/uuid.ts';

type Field = Condition['field'];
/** null: nobody, or no company. */
export type Value = string | null;
export type DraftCondition = { key: string; field: Field; is: boolean; values: Value[] };
/** A trigger while it is written: its conditions may lack values. */
export type Draft = Omit<InputOf<typeof saveTrigger>, 'conditions' | 'actions' | 'notice'> & {
  actions: RuleActions;
  conditions: DraftCondition[];
  notice: string;
};
export type Mistakes = { name: boolean; conditions: ReadonlySet<string>; actions: boolean };

export const fields: Field[] = [
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

export const newCondition = (field: Field): DraftCondition => ({
  key: newUuid(),
  field,
  is: true,
  values: [],
});

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

export const fromDraft = ({ conditions, notice, ...draft }: Draft): InputOf<typeof saveTrigger> => ({
  ...draft,
  conditions: conditions.map(({ field, is, values }) => ({ field, is, values }) as Condition),
  notice: notice.trim() === '' ? null : notice,
});

export function findMistakes({ name, conditions, actions, notice }: Draft): Mistakes {
  const { changes, addTags, removeTags } = actions;
  const acts = [...Object.values(changes), ...addTags, ...removeTags].some((value) => value !== undefined);
  return {
    name: name.trim() === '',
    conditions: new Set(conditions.filter(({ values }) => values.length === 0).map(({ key }) => key)),
    actions: !acts && notice.trim() === '',
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
] as const;
export type OccasionName = (typeof occasions)[number];

const byName: Record<OccasionName, Occasion> = {
  created: { event: 'created' },
  repliedByCustomer: { event: 'replied', by: 'customer' },
  repliedByEmployee: { event: 'replied', by: 'employee' },
  repliedByAnybody: { event: 'replied', by: 'anybody' },
  changed: { event: 'changed' },
  waiting: { event: 'waiting', hours: 24 },
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
