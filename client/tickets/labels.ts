import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TicketLabelId } from '#shared/contract/ids.ts';
import {
  type LabelColor,
  type LabelField,
  labelsChanged,
  listLabels,
  type TicketLabel,
} from '#shared/contract/labels.ts';
import { labelOf } from '#shared/ticket-labels.ts';
import { hub } from '../app/hub.ts';
import { commandQuery, queryClient } from '../app/query.ts';
import { currentLocale } from '../app/i18n.ts';
import type { Option } from './core/labels.ts';
import { useAtDesk } from './use-tickets.ts';

export const labelsQuery = commandQuery(listLabels, {});

/** Keeps the desk's words as they are. Call once. */
export const followLabels = () =>
  hub.on(labelsChanged, (labels) => queryClient.setQueryData(labelsQuery.queryKey, labels));

const none: readonly TicketLabel[] = [];
/** The desk's own words; customers have none. */
export function useLabels(): readonly TicketLabel[] {
  const { data } = useQuery({ ...labelsQuery, enabled: useAtDesk() });
  return data?.labels ?? none;
}

export type Word = { name: string; color: LabelColor | null };

/** What a value is called here, in the person's language. */
export const nameOf = (field: LabelField, { value, label }: Option): string =>
  label?.names?.[currentLocale()] ?? i18next.t(`tickets:${field}.${value}`);

/** Words and colours for the values of tickets. */
export function useWords(): (field: LabelField, value: Option['value'], id: TicketLabelId | null) => Word {
  // Another language is another rendering.
  useTranslation('tickets');
  const labels = useLabels();
  return (field, value, id) => {
    const label = labelOf(labels, field, value, id);
    return { name: nameOf(field, { value, label }), color: label?.color ?? null };
  };
}
