import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listPeople } from '#shared/contract/accounts.ts';
import { PersonId } from '#shared/contract/ids.ts';
import type { LabelField, TicketLabel } from '#shared/contract/labels.ts';
import {
  listCompanies,
  listQueues,
  TicketChannel,
  TicketImpact,
  TicketPriority,
  TicketStatus,
} from '#shared/contract/tickets.ts';
import { labelOf } from '#shared/ticket-labels.ts';
import { useNames } from '../../app/people.ts';
import { commandQuery } from '../../app/query.ts';
import { isLabelled, optionsOf, wordOf } from '../../tickets/core/labels.ts';
import {
  fieldsQuery,
  labelOf as nameOfField,
  useTicketFields,
  useValueWords,
} from '../../tickets/fields/use-ticket-fields.ts';
import { labelsQuery, nameOf as nameOfOption } from '../../tickets/labels.ts';
import type { Subject, Value } from './draft.ts';

type Field = Subject['field'];
export type Choice = { value: string; label: string };

const fixed = {
  status: TicketStatus.options,
  priority: TicketPriority.options,
  impact: TicketImpact.options,
  channel: TicketChannel.options,
} as const;
const isFixed = (field: Field): field is keyof typeof fixed => field in fixed;
/** Stands for null in a list of choices. */
const none = 'none';
/** Whoever does it. */
export const me = 'me';
export const toChoice = (value: Value): string => String(value ?? none);
export const fromChoice = (choice: string): string | null => (choice === none ? null : choice);

/** What a status or a priority is called here: by itself, or by a label that says more of it. */
function labelledName(field: LabelField, word: string, labels: readonly TicketLabel[]): string | undefined {
  const own = labels.find(({ id }) => id === word);
  const value = own?.value ?? fixed[field].find((each) => each === word);
  return value && nameOfOption(field, { value, label: own ?? labelOf(labels, field, value, null) });
}

/** What the fields of tickets are called, also those of the installation's own. */
export function useSubjectNames(): (subject: Subject) => string {
  const { t } = useTranslation('rules');
  const { data } = useQuery(fieldsQuery);
  return ({ field, fieldKey }) => {
    if (field !== 'fields') return t(`fields.${field}`);
    if (data === undefined) return '…';
    const definition = data.fields.find(({ key }) => key === fieldKey);
    return definition ? nameOfField(definition) : t('deletedField', { name: fieldKey });
  };
}

/** What a field's values are called. Names of people are loaded when they are not known yet. */
export function useValueNames(people: readonly Value[]): (subject: Subject, value: Value) => string {
  const { t } = useTranslation(['rules', 'tickets']);
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const companies = useQuery(commandQuery(listCompanies, {})).data?.companies ?? [];
  const labels = useQuery(labelsQuery).data?.labels;
  const own = useTicketFields();
  const wordsOf = useValueWords();
  const ids = people.flatMap((value) => PersonId.safeParse(value).data ?? []);
  const names = useNames(ids);
  const ownName = (fieldKey: string | undefined, value: Exclude<Value, null>): string => {
    const definition = own.find(({ key }) => key === fieldKey);
    const words = definition ? wordsOf(definition, value) : String(value);
    return typeof value === 'string' ? t('quoted', { text: words }) : words;
  };
  const nameOf = (field: Field, value: string): string | undefined => {
    if (isLabelled(field)) return labelledName(field, value, labels ?? []) ?? (labels && t('deletedWord'));
    if (isFixed(field)) return t(`tickets:${field}.${value}`);
    if (value === me) return t('me');
    if (field === 'queueId') return queues.find(({ id }) => id === value)?.name;
    if (field === 'companyId') return companies.find(({ id }) => id === value)?.name;
    if (field === 'assigneeId') return names[ids.findIndex((id) => id === value)];
    return t('quoted', { text: value });
  };
  return ({ field, fieldKey }, value) => {
    if (field === 'fields') return value === null ? t('empty') : ownName(fieldKey, value);
    if (value !== null) return nameOf(field, String(value)) ?? '…';
    return field === 'companyId' ? t('noCompany') : t('nobody');
  };
}

type Offered = {
  chosen: readonly Value[];
  /** What has been typed to find one. */
  words: string;
  /** Before all others. */
  first?: readonly Value[];
};

/** What may be chosen for a field. Colleagues are found while typing. */
export function useChoices(field: Field, { chosen, words, first = [] }: Offered): Choice[] {
  const [query] = useDebouncedValue(words.trim(), 200);
  const isPerson = field === 'assigneeId';
  const found = useQuery({
    ...commandQuery(listPeople, { kind: 'member', limit: 20, ...(query === '' ? {} : { query }) }),
    enabled: isPerson,
    placeholderData: keepPreviousData,
  }).data?.people;
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const companies = useQuery(commandQuery(listCompanies, {})).data?.companies ?? [];
  const labels = useQuery(labelsQuery).data?.labels ?? [];
  const ids = (found ?? []).map(({ id }) => id);
  const nameOf = useValueNames(isPerson ? [...ids, ...chosen] : []);
  const values = (): readonly Value[] => {
    if (isLabelled(field)) {
      const offered = optionsOf(field, labels).map(wordOf);
      // Tickets may have what is offered no more.
      return [...offered, ...fixed[field]];
    }
    if (isFixed(field)) return fixed[field];
    if (field === 'queueId') return queues.map(({ id }) => id);
    if (field === 'companyId') return [null, ...companies.map(({ id }) => id)];
    return isPerson ? [null, ...ids] : [];
  };
  return [...new Set([...first, ...values(), ...chosen])].map((value) => ({
    value: toChoice(value),
    label: nameOf({ field }, value),
  }));
}
