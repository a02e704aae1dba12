import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/contract/tickets.ts';
import { Details } from '../../app/Page.tsx';
import { useFormats } from '../../app/time.ts';
import { usePhone } from '../../app/use-phone.ts';
import type { Changes } from '../core/changes.ts';
import { TicketFields } from '../fields/TicketFields.tsx';
import { Stars } from '../parts/Stars.tsx';
import { AsideSections } from './AsideSections.tsx';
import { Properties } from './Properties.tsx';
import { RequesterCard } from './RequesterCard.tsx';
import { TicketPeople } from './TicketPeople.tsx';
import classes from './TicketDetails.module.css';

/** Who asks, and what the desk knows about the ticket. */
export function TicketDetails(props: {
  ticket: Ticket;
  onChange: (changes: Changes) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('tickets');
  const { ticket } = props;
  return (
    <Details title={t('details.title')} onClose={props.onClose} takesFocus={usePhone()}>
      <div className={classes.sections}>
        <RequesterCard ticket={ticket} />
        <Properties ticket={ticket} onChange={props.onChange} />
        <TicketFields ticket={ticket} />
        <TicketPeople ticket={ticket} />
        <AsideSections ticketId={ticket.id} />
        <Times ticket={ticket} />
      </div>
    </Details>
  );
}

function Times({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const { dateTime } = useFormats();
  const times = {
    created: ticket.createdAt,
    firstResponse: ticket.firstResponseAt,
    waiting: ticket.waitingSince,
    solved: ticket.solvedAt,
    closed: ticket.closedAt,
  };
  return (
    <dl className={classes.times}>
      {Object.entries(times).map(
        ([name, at]) =>
          at !== null && (
            <div key={name}>
              <dt>{t(`times.${name}`)}</dt>
              <dd>{dateTime(at)}</dd>
            </div>
          ),
      )}
      <div>
        <dt>{t('fields.channel')}</dt>
        <dd>{t(`channel.${ticket.channel}`)}</dd>
      </div>
      {ticket.rating && (
        <div>
          <dt>{t('rating.title')}</dt>
          <dd>
            <Stars stars={ticket.rating.stars} />
          </dd>
        </div>
      )}
      {ticket.source && (
        <div>
          <dt>{t('source.title')}</dt>
          <dd>
            <a href={ticket.source.url} target="_blank" rel="noreferrer">
              {t(`source.${ticket.source.kind}`)}
            </a>
          </dd>
        </div>
      )}
      {ticket.reopened > 0 && (
        <div>
          <dt>{t('times.reopened')}</dt>
          <dd>{ticket.reopened}</dd>
        </div>
      )}
    </dl>
  );
}
