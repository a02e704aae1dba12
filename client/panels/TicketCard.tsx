import { Button, Skeleton } from '@mantine/core';
import { IconHandGrab, IconUserOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonId, TicketId } from '#shared/contract/ids.ts';
import { claimTicket, type Ticket } from '#shared/contract/tickets.ts';
import { PersonAvatar } from '../app/Avatar.tsx';
import { hub, useMe } from '../app/hub.ts';
import { usePerson } from '../app/people.ts';
import { toastError } from '../app/toast.ts';
import { PriorityMark } from '../tickets/parts/PriorityMark.tsx';
import { StatusChip } from '../tickets/parts/StatusChip.tsx';
import classes from './Card.module.css';
import { cards, useTicketCard } from './use-panels.ts';

/** A ticket in a channel: what it is about, how it stands, who has it, and a way to take it. */
export function TicketCard({ ticketId }: { ticketId: TicketId }) {
  const { t } = useTranslation('panels');
  const ticket = useTicketCard(ticketId);
  if (ticket === null) return <p className={classes.gone}>{t('ticket.gone')}</p>;
  return (
    <div className={classes.card} aria-busy={ticket === undefined}>
      {ticket === undefined ? <Skeleton height={18} width="60%" /> : <Facts ticket={ticket} />}
    </div>
  );
}

function Facts({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('panels');
  const atDesk = useMe().kind === 'member';
  const isClaimable = atDesk && ticket.assigneeId === null && ticket.status !== 'closed';
  return (
    <>
      <div className={classes.head}>
        <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} className={classes.title}>
          <span className={classes.number}>#{ticket.number}</span>
          {ticket.subject}
        </Link>
        <StatusChip ticket={ticket} />
      </div>
      <div className={classes.facts}>
        <Who id={ticket.requesterId} />
        {atDesk && <PriorityMark ticket={ticket} word />}
        {ticket.assigneeId === null ? (
          <span className={classes.who}>
            <IconUserOff size={16} aria-hidden="true" />
            {t('ticket.nobody')}
          </span>
        ) : (
          <Assignee id={ticket.assigneeId} />
        )}
      </div>
      {isClaimable && <Claim ticketId={ticket.id} />}
    </>
  );
}

function Who({ id }: { id: PersonId }) {
  const person = usePerson(id);
  return <span className={classes.who}>{person?.displayName}</span>;
}

function Assignee({ id }: { id: PersonId }) {
  const { t } = useTranslation('panels');
  const person = usePerson(id);
  return (
    <span className={classes.who}>
      {person && <PersonAvatar person={person} size={20} />}
      {t('ticket.has', { name: person?.displayName })}
    </span>
  );
}

function Claim({ ticketId }: { ticketId: TicketId }) {
  const { t } = useTranslation('panels');
  const [busy, setBusy] = useState(false);
  const claim = () => {
    setBusy(true);
    hub
      .call(claimTicket, { ticketId })
      .then(cards.note, toastError)
      .finally(() => setBusy(false));
  };
  return (
    <div className={classes.buttons}>
      <Button size="xs" leftSection={<IconHandGrab size={16} />} loading={busy} onClick={claim}>
        {t('ticket.claim')}
      </Button>
    </div>
  );
}
