import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/contract/tickets.ts';
import { usePerson } from '../app/people.ts';
import { WaitingSince } from '../tickets/parts/Age.tsx';
import { PriorityMark } from '../tickets/parts/PriorityMark.tsx';
import { useList } from '../tickets/use-tickets.ts';
import { mineWaiting } from '../tickets/views.ts';
import classes from './HomePage.module.css';

const most = 5;

/** My tickets that wait for an answer. Nothing at all when there are none. */
export function WaitingTickets() {
  const { t } = useTranslation('common');
  const list = useList(mineWaiting);
  if (list.status !== 'ready' || list.tickets.length === 0) return null;
  const oldest = list.tickets.toSorted((a, b) => (a.waitingSince ?? '').localeCompare(b.waitingSince ?? ''));
  return (
    <section className={classes.section} aria-labelledby="home-tickets">
      <h2 id="home-tickets" className={classes.heading}>
        {t('home.ticketsWaiting')}
        <Link className={classes.soft} to="/tickets" search={mineWaiting}>
          {t('home.allTickets')}
        </Link>
      </h2>
      <ul className={classes.list}>
        {oldest.slice(0, most).map((ticket) => (
          <li key={ticket.id}>
            <Row ticket={ticket} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ ticket }: { ticket: Ticket }) {
  const requester = usePerson(ticket.requesterId);
  return (
    <Link className={classes.row} to="/tickets/$ticketId" params={{ ticketId: ticket.id }}>
      <span className={classes.rowIcon}>
        <PriorityMark ticket={ticket} />
      </span>
      <span className={classes.words}>
        <span className={classes.name}>{ticket.subject}</span>
        <span className={classes.soft}>
          #{ticket.number} {requester?.displayName}
        </span>
      </span>
      <span className={classes.count}>
        <WaitingSince at={ticket.waitingSince} />
      </span>
    </Link>
  );
}
