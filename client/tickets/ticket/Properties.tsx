import { TextInput } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SlaGoal } from '#shared/contract/sla.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { usePerson } from '../../app/people.ts';
import type { Changes } from '../core/changes.ts';
import { ImpactMark } from '../parts/ImpactMark.tsx';
import { PriorityMark } from '../parts/PriorityMark.tsx';
import { SlaChip } from '../parts/SlaChip.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import type { PickField } from '../pick/choices.tsx';
import { PickButton } from '../pick/PickButton.tsx';
import { useCompany, useQueue } from '../use-tickets.ts';
import classes from './Properties.module.css';
import { Tags } from './Tags.tsx';

type Props = { ticket: Ticket; onChange: (changes: Changes) => void };

/** What the desk knows and decides about a ticket: each value opens what else it can be. */
export function Properties({ ticket, onChange }: Props) {
  const { t } = useTranslation('tickets');
  const assignee = usePerson(ticket.assigneeId ?? undefined);
  const queue = useQueue(ticket.queueId);
  const company = useCompany(ticket.companyId);
  const pick = (field: PickField, shown: ReactNode) => (
    <Property label={t(`fields.${field}`)}>
      <PickButton field={field} name={t(`fields.${field}`)} onPick={onChange}>
        {shown}
      </PickButton>
    </Property>
  );
  const none = (words: string) => <span className={classes.none}>{words}</span>;
  return (
    <dl className={classes.properties}>
      {pick('status', <StatusChip ticket={ticket} />)}
      {pick('priority', <PriorityMark ticket={ticket} word />)}
      {pick(
        'impact',
        ticket.impact === 'none' ? none(t('impact.none')) : <ImpactMark impact={ticket.impact} />,
      )}
      {pick(
        'assignee',
        assignee ? (
          <>
            <PersonAvatar person={assignee} size={20} />
            {assignee.displayName}
          </>
        ) : (
          none(t('assignee.nobody'))
        ),
      )}
      {pick('queue', queue?.name)}
      {pick('company', company?.name ?? none(t('company.none')))}
      <Property label={t('fields.tags')}>
        <Tags tags={ticket.tags} onChange={(tags) => onChange({ tags })} />
      </Property>
      <Words name="product" value={ticket.product} onChange={(product) => onChange({ product })} />
      <Words
        name="department"
        value={ticket.department}
        onChange={(department) => onChange({ department })}
      />
      <Due value={ticket.dueAt} onChange={(dueAt) => onChange({ dueAt })} />
      <Promised sla={ticket.sla} />
    </dl>
  );
}

function Property({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.property}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How soon the desk promises to answer and to solve. */
function Promised({ sla }: Pick<Ticket, 'sla'>) {
  const { t } = useTranslation('sla');
  if (sla === null) return null;
  return SlaGoal.options.map(
    (goal) =>
      sla[goal].minutes !== null && (
        <Property key={goal} label={t(`goals.${goal}`)}>
          <SlaChip goal={goal} clock={sla[goal]} />
        </Property>
      ),
  );
}

/** A word or two of free choice, taken when one leaves the field. */
function Words(props: {
  name: 'product' | 'department';
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { t } = useTranslation('tickets');
  const [typed, setTyped] = useState<string | null>(null);
  const label = t(`fields.${props.name}`);
  const take = () => {
    const words = typed?.trim() ?? '';
    if (typed !== null && words !== (props.value ?? '')) props.onChange(words === '' ? null : words);
    setTyped(null);
  };
  return (
    <Property label={label}>
      <TextInput
        aria-label={label}
        size="xs"
        variant="unstyled"
        placeholder="–"
        maxLength={80}
        value={typed ?? props.value ?? ''}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key !== 'Escape') return;
          setTyped(null);
          event.preventDefault();
        }}
      />
    </Property>
  );
}

function Due({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation('tickets');
  const id = useId();
  return (
    <Property label={t('fields.due')}>
      <input
        id={id}
        className={classes.date}
        type="date"
        aria-label={t('fields.due')}
        value={value ? localDay(value) : ''}
        // Until the end of that day, where the person is.
        onChange={(event) => {
          const day = event.currentTarget.value;
          onChange(day === '' ? null : new Date(`${day}T23:59:59`).toISOString());
        }}
      />
    </Property>
  );
}

function localDay(at: string): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
