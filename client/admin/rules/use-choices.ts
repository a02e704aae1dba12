import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { listPeople } from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Condition } from '#shared/contract/rules.ts';
import {
  listCompanies,
  listQueues,
  TicketChannel,
  TicketImpact,
  TicketPriority,
  TicketStatus,
} from '#shared/contract/tickets.ts';
import { useNames } from '../../app/people.ts';
import { commandQuery } from '../../app/query.ts';
import type { Value } from './draft.ts';

type Field = Condition['field'];
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
export const toChoice = (value: Value): string => value ?? none;
export const fromChoice = (choice: string): Value => (choice === none ? null : choice);

/** What a field's values are called. Names of people are loaded when they are not known yet. */
export function useValueNames(people: readonly Value[]): (field: Field, value: Value) => string {
  const { t } = useTranslation(['rules', 'tickets']);
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const companies = useQuery(commandQuery(listCompanies, {})).data?.companies ?? [];
  const ids = people.filter((value) => value !== null && value !== me) as PersonId[];
  const names = useNames(ids);
  const nameOf = (field: Field, value: string): string | undefined => {
    if (isFixed(field)) return t(`tickets:${field}.${value}`);
    if (value === me) return t('me');
    if (field === 'queueId') return queues.find(({ id }) => id === value)?.name;
    if (field === 'companyId') return companies.find(({ id }) => id === value)?.name;
    if (field === 'assigneeId') return names[ids.findIndex((id) => id === value)];
    return t('quoted', { text: value });
  };
  return (field, value) => {
    if (value !== null) return nameOf(field, value) ?? '…';
    return field === 'companyId' ? t('noCompany') : t('nobody');
  };
}

/** What may be chosen for a field, after `first`. Colleagues are found while typing. */
export function useChoices(
  field: Field,
  chosen: readonly Value[],
  words: string,
  first: readonly Value[] = [],
): Choice[] {
  const [query] = useDebouncedValue(words.trim(), 200);
  const isPerson = field === 'assigneeId';
  const found = useQuery({
    ...commandQuery(listPeople, { kind: 'member', limit: 20, ...(query === '' ? {} : { query }) }),
    enabled: isPerson,
    placeholderData: keepPreviousData,
  }).data?.people;
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const companies = useQuery(commandQuery(listCompanies, {})).data?.companies ?? [];
  const ids = (found ?? []).map(({ id }) => id);
  const nameOf = useValueNames(isPerson ? [...ids, ...chosen] : []);
  const values = (): readonly Value[] => {
    if (isFixed(field)) return fixed[field];
    if (field === 'queueId') return queues.map(({ id }) => id);
    if (field === 'companyId') return [null, ...companies.map(({ id }) => id)];
    return isPerson ? [null, ...ids] : [];
  };
  return [...new Set([...first, ...values(), ...chosen])].map((value) => ({
    value: toChoice(value),
    label: nameOf(field, value),
  }));
}
