import * as z from 'zod';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldValue as FieldValueSchema } from '#shared/contract/fields.ts';
import { CompanyId, PersonId, QueueId } from '#shared/contract/ids.ts';
import { usePerson } from '../../app/people.ts';
import { useFormats } from '../../app/time.ts';
import type { FieldChange } from '../core/timeline.ts';
import { labelOf, useTicketFields, useValueWords } from '../fields/use-ticket-fields.ts';
import { useCompanies, useQueues } from '../use-tickets.ts';
import classes from './FieldValue.module.css';

type BuiltIn = Exclude<FieldChange['field'], `fields.${string}`>;
const names: Record<BuiltIn, string> = {
  subject: 'subject',
  queueId: 'queue',
  status: 'status',
  priority: 'priority',
  impact: 'impact',
  companyId: 'company',
  assigneeId: 'assignee',
  people: 'people',
  tags: 'tags',
  product: 'product',
  department: 'department',
  dueAt: 'due',
};

const isBuiltIn = (field: FieldChange['field']): field is BuiltIn => field in names;

/** One field of a change: its name, what it was, what it is. */
export function FieldValue({ field, before, after }: FieldChange) {
  return isBuiltIn(field) ? (
    <BuiltInValue field={field} before={before} after={after} />
  ) : (
    <OwnValue fieldKey={field.slice('fields.'.length)} before={before} after={after} />
  );
}

type Difference = Pick<FieldChange, 'before' | 'after'>;

function BuiltInValue({ field, before, after }: Difference & { field: BuiltIn }) {
  const { t } = useTranslation('tickets');
  const word = useFieldWord(field);
  return <Became name={t(`fields.${names[field]}`)} old={word(before)} now={word(after)} />;
}

/** Of a field that the installation has made. */
function OwnValue({ fieldKey, before, after }: Difference & { fieldKey: string }) {
  const field = useTicketFields().find(({ key }) => key === fieldKey);
  const words = useValueWords();
  const word = (value: unknown) => {
    const known = FieldValueSchema.safeParse(value).data;
    return known === undefined ? null : words({ kind: field?.kind ?? 'text' }, known);
  };
  return <Became name={field ? labelOf(field) : fieldKey} old={word(before)} now={word(after)} />;
}

function Became({ name, old, now }: { name: string; old: ReactNode; now: ReactNode }) {
  const { t } = useTranslation('tickets');
  return (
    <span className={classes.change}>
      {name}
      {old !== null && (
        <>
          <s>{old}</s>
          <IconArrowRight size={12} role="img" aria-label={t('timeline.became')} />
        </>
      )}
      <b>{now ?? t('timeline.nothing')}</b>
    </span>
  );
}

/** The value of a field in words; null where it has none. */
function useFieldWord(field: BuiltIn) {
  const { t } = useTranslation('tickets');
  const { date } = useFormats();
  const queues = useQueues();
  const companies = useCompanies();
  return (value: unknown) => {
    if (value === null || value === undefined || value === '') return null;
    switch (field) {
      case 'status':
      case 'priority':
      case 'impact':
        return t(`${field}.${String(value)}`);
      case 'queueId':
        return queues.find(({ id }) => id === QueueId.safeParse(value).data)?.name ?? null;
      case 'companyId':
        return companies.find(({ id }) => id === CompanyId.safeParse(value).data)?.name ?? null;
      case 'assigneeId':
        return <PersonName id={PersonId.parse(value)} />;
      case 'people':
        return z
          .array(PersonId)
          .parse(value)
          .map((id) => <PersonName key={id} id={id} />);
      case 'tags':
        return Array.isArray(value) && value.length > 0 ? value.join(', ') : null;
      case 'dueAt':
        return date(String(value));
      default:
        return String(value);
    }
  };
}

const PersonName = ({ id }: { id: PersonId }) => <span>{usePerson(id)?.displayName}</span>;
