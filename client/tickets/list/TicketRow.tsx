import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/contract/tickets.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { usePerson } from '../../app/people.ts';
import { useFormats } from '../../app/time.ts';
import { Age, WaitingSince } from '../parts/Age.tsx';
import { ImpactMark } from '../parts/ImpactMark.tsx';
import { PriorityMark } from '../parts/PriorityMark.tsx';
import { SlaNext } from '../parts/SlaChip.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import { useCompany, useQueue } from '../use-tickets.ts';
import type { Column } from './columns.ts';
import classes from './TicketRow.module.css';

type Props = {
  ticket: Ticket;
  columns: readonly Column[];
  /** The keyboard is here. */
  isActive: boolean;
  isSelected: boolean;
  onSelect: ((ticket: Ticket) => void) | null;
};
export const rowId = (ticket: Pick<Ticket, 'id'>) => `ticket-${ticket.id}`;

/** One ticket of a list. A plain link: the list follows it and takes the keys. */
export const TicketRow = memo(function TicketRow(props: Props) {
  const { t } = useTranslation('tickets');
  const { ticket, isActive, isSelected, onSelect } = props;
  return (
    <div
      id={rowId(ticket)}
      className={classes.row}
      role="row"
      aria-selected={isSelected}
      data-active={isActive}
      data-ticket={ticket.id}
    >
      {onSelect && (
        <span role="gridcell" className={classes.select}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t('list.select', { number: ticket.number })}
            checked={isSelected}
            onChange={() => onSelect(ticket)}
          />
        </span>
      )}
      <span role="gridcell" className={classes.priority}>
        <PriorityMark ticket={ticket} />
      </span>
      <span role="gridcell" className={classes.number}>
        #{ticket.number}
      </span>
      <span role="gridcell" className={classes.subject}>
        <a href={`/tickets/${ticket.id}`} tabIndex={-1}>
          {ticket.subject}
        </a>
        {onSelect && <ImpactMark impact={ticket.impact} />}
      </span>
      {props.columns.map((column) => (
        <span key={column} role="gridcell" className={classes.cell} data-column={column}>
          <Cell column={column} ticket={ticket} />
        </span>
      ))}
    </div>
  );
});

function Cell({ column, ticket }: { column: Column; ticket: Ticket }) {
  const { date } = useFormats();
  switch (column) {
    case 'requester':
      return <Requester ticket={ticket} />;
    case 'status':
      return <StatusChip ticket={ticket} />;
    case 'queue':
      return <QueueName id={ticket.queueId} />;
    case 'assignee':
      return <Assignee id={ticket.assigneeId} />;
    case 'tags':
      return ticket.tags.join(', ');
    case 'product':
      return ticket.product;
    case 'due':
      return ticket.dueAt && date(ticket.dueAt);
    case 'sla':
      return <SlaNext sla={ticket.sla} />;
    case 'waiting':
      return <WaitingSince at={ticket.waitingSince} />;
    case 'updated':
      return <Age at={ticket.updatedAt} />;
  }
}

function Requester({ ticket }: { ticket: Ticket }) {
  const person = usePerson(ticket.requesterId);
  const company = useCompany(ticket.companyId);
  return (
    <>
      {person?.displayName}
      {company && <span className={classes.company}>{company.name}</span>}
    </>
  );
}

const QueueName = ({ id }: { id: Ticket['queueId'] }) => useQueue(id)?.name;

function Assignee({ id }: { id: Ticket['assigneeId'] }) {
  const { t } = useTranslation('tickets');
  const person = usePerson(id ?? undefined);
  if (id === null) return <span className={classes.nobody} role="img" aria-label={t('assignee.nobody')} />;
  return (
    person && (
      <span role="img" aria-label={person.displayName} title={person.displayName}>
        <PersonAvatar person={person} size={22} />
      </span>
    )
  );
}
