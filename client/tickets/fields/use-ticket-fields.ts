import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  fieldsChanged,
  type FieldValue,
  getTicketFields,
  listFields,
  type TicketField,
} from '#shared/contract/fields.ts';
import { hub } from '../../app/hub.ts';
import { currentLocale } from '../../app/i18n.ts';
import { commandQuery, queryClient } from '../../app/query.ts';
import { useFormats } from '../../app/time.ts';

const noFields: readonly TicketField[] = [];
export const fieldsQuery = commandQuery(listFields, {});

/** Keeps the fields as they are, and what customers see of them. Call once. */
export const followFields = () =>
  hub.on(fieldsChanged, (fields) => {
    queryClient.setQueryData(fieldsQuery.queryKey, fields);
    void queryClient.invalidateQueries({ queryKey: [getTicketFields.name] });
  });

/** What this installation wants to know of its tickets, in its order; of customers what is shown to them. */
export function useTicketFields(): readonly TicketField[] {
  const { data } = useQuery(fieldsQuery);
  return data?.fields ?? noFields;
}

export const labelOf = ({ label }: TicketField): string => label[currentLocale()];

/** A value in words. */
export function useValueWords(): (field: Pick<TicketField, 'kind'>, value: FieldValue) => string {
  const { t, i18n } = useTranslation('desk');
  const { shortDay } = useFormats();
  return ({ kind }, value) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return value.toLocaleString(i18n.language);
    return kind === 'date' ? `${shortDay(value)} ${value.slice(0, 4)}` : value;
  };
}
