import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SlaPolicy } from '#shared/contract/sla.ts';
import { listCompanies, listQueues } from '#shared/contract/tickets.ts';
import { commandQuery } from '../../app/query.ts';
import { alike, type Target } from './draft.ts';

/** A policy in words: for whom, and what is promised of which priority. */
export function usePolicyWords(policy: SlaPolicy): { whom: string; promises: string[] } {
  const { t, i18n } = useTranslation(['sla', 'tickets']);
  const queues = useQuery(commandQuery(listQueues, {})).data?.queues ?? [];
  const companies = useQuery(commandQuery(listCompanies, {})).data?.companies ?? [];
  const list = (words: readonly string[]) =>
    new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(words);
  const names = (all: readonly { id: string; name: string }[], ids: readonly string[]) =>
    list(ids.map((id) => all.find((each) => each.id === id)?.name ?? '…'));
  const { companyIds, queueIds, targets } = policy;
  const companiesIn = names(companies, companyIds);
  const queuesIn = names(queues, queueIds);
  const which =
    `${companyIds.length > 0 ? 'companies' : 'all'}${queueIds.length > 0 ? 'Queues' : ''}` as const;

  const promised = ({ responseMinutes, solveMinutes }: Target): string => {
    const parts = [
      ...(responseMinutes === null ? [] : [t('sentence.response', { time: workingTime(responseMinutes) })]),
      ...(solveMinutes === null ? [] : [t('sentence.solve', { time: workingTime(solveMinutes) })]),
    ];
    return parts.length === 0 ? t('sentence.nothing') : list(parts);
  };
  /** In hours or minutes: what a day of work is depends on the calendar. */
  function workingTime(minutes: number): string {
    const [unit, size] = minutes % 60 === 0 ? (['hour', 60] as const) : (['minute', 1] as const);
    const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return new Intl.NumberFormat(i18n.language, format).format(minutes / size);
  }
  return {
    whom: t(`sentence.whom.${which}`, { companies: companiesIn, queues: queuesIn }),
    promises: alike(targets).map(({ priorities, target }) =>
      t('sentence.promise', {
        priorities: list(priorities.map((priority) => t(`tickets:priority.${priority}`))),
        promised: promised(target),
      }),
    ),
  };
}
