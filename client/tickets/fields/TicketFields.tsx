import { type Ticket, updateTicket } from '#shared/contract/tickets.ts';
import { hub } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { tickets } from '../use-tickets.ts';
import { FieldRows } from './FieldRows.tsx';

/** In the details of the desk. */
export const TicketFields = ({ ticket }: { ticket: Ticket }) => (
  <FieldRows
    queueId={ticket.queueId}
    values={ticket.fields}
    onSave={(key, value) =>
      hub
        .call(updateTicket, { ticketId: ticket.id, changes: { fields: { [key]: value } } })
        .then(tickets.note, toastError)
    }
  />
);
