import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PersonId } from '#shared/contract/ids.ts';
import { addToTicket, removeFromTicket, type Ticket } from '#shared/contract/tickets.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { hub } from '../../app/hub.ts';
import { usePerson } from '../../app/people.ts';
import { toastError } from '../../app/toast.ts';
import { PersonField } from '../list/PersonField.tsx';
import { tickets } from '../use-tickets.ts';
import classes from './TicketPeople.module.css';

/** Who reads and writes in the ticket beside the requester. */
export function TicketPeople({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const change = (command: typeof addToTicket | typeof removeFromTicket, personId: PersonId) =>
    void hub.call(command, { ticketId: ticket.id, personId }).then(tickets.note, toastError);
  return (
    <section className={classes.people} aria-label={t('fields.people')}>
      <PersonField
        label={t('fields.people')}
        placeholder={t('details.addPerson')}
        value={null}
        onChange={(personId) => personId && change(addToTicket, personId)}
      />
      {ticket.people.map((personId) => (
        <Person key={personId} id={personId} onRemove={() => change(removeFromTicket, personId)} />
      ))}
    </section>
  );
}

function Person({ id, onRemove }: { id: PersonId; onRemove: () => void }) {
  const { t } = useTranslation('tickets');
  const person = usePerson(id);
  if (person === undefined) return null;
  return (
    <div className={classes.person}>
      <PersonAvatar person={person} size={22} />
      <span className={classes.name}>{person.displayName}</span>
      <ActionIcon
        size="sm"
        aria-label={t('details.removePerson', { name: person.displayName })}
        onClick={onRemove}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
