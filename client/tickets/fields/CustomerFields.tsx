import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getTicketFields, setTicketFields } from '#shared/contract/fields.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { hub } from '../../app/hub.ts';
import { commandQuery, queryClient } from '../../app/query.ts';
import { toastError } from '../../app/toast.ts';
import { FieldRows } from './FieldRows.tsx';
import classes from './FieldRows.module.css';

/** What customers are asked beside their words: asked anew when the ticket changes, which does not tell them what did. */
export function CustomerFields({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('desk');
  const asked = { ticketId: ticket.id };
  const { data } = useQuery({
    ...commandQuery(getTicketFields, asked),
    queryKey: [getTicketFields.name, asked, ticket.seq],
    placeholderData: keepPreviousData,
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: [getTicketFields.name, asked] });
  if (data === undefined) return null;
  return (
    <section className={classes.asked} aria-label={t('pages.fields')}>
      <FieldRows
        queueId={ticket.queueId}
        values={data.values}
        onSave={(key, value) =>
          hub.call(setTicketFields, { ...asked, values: { [key]: value } }).then(refresh, toastError)
        }
      />
    </section>
  );
}
