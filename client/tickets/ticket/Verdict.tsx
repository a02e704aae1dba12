import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TicketEntryId } from '#shared/contract/ids.ts';
import { confirmTicket, rateTicket, type Ticket } from '#shared/contract/tickets.ts';
import { hub, useMe } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { newUuid } from '../../app/uuid.ts';
import { allStars } from '../parts/Stars.tsx';
import { tickets } from '../use-tickets.ts';
import classes from './Verdict.module.css';

/** The desk says that it is done: the customer says whether it is, and how it was. */
export function Verdict({ ticket }: { ticket: Ticket }) {
  const isRequester = useMe().id === ticket.requesterId;
  const { status } = ticket;
  return (
    <>
      {status === 'solved' && <Confirmation ticket={ticket} />}
      {isRequester && (status === 'solved' || status === 'closed') && <Rating ticket={ticket} />}
    </>
  );
}

function Confirmation({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  // One id for all tries: saying it again after a lost answer says it once.
  const [clientId] = useState(() => TicketEntryId.parse(newUuid()));
  const answer = useMutation({
    mutationFn: (confirmed: boolean) => hub.call(confirmTicket, { ticketId: ticket.id, clientId, confirmed }),
    onSuccess: (done) => tickets.note(done.ticket),
    onError: (error) => toastError(error),
  });
  return (
    <section className={classes.panel} aria-label={t('verdict.question')}>
      <p className={classes.question}>{t('verdict.question')}</p>
      <div className={classes.answers}>
        <Button
          size="xs"
          leftSection={<IconCheck size={16} />}
          loading={answer.isPending}
          onClick={() => answer.mutate(true)}
        >
          {t('verdict.yes')}
        </Button>
        <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => answer.mutate(false)}>
          {t('verdict.no')}
        </Button>
      </div>
    </section>
  );
}

function Rating({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const [comment, setComment] = useState(ticket.rating?.comment ?? '');
  const rating = useMutation({
    mutationFn: (stars: number) =>
      hub.call(rateTicket, { ticketId: ticket.id, stars, comment: comment.trim() }),
    onSuccess: (rated) => tickets.note(rated),
    onError: (error) => toastError(error),
  });
  const given = rating.isPending ? rating.variables : (ticket.rating?.stars ?? 0);
  const isNew = comment.trim() !== (ticket.rating?.comment ?? '');
  return (
    <section className={classes.panel} aria-label={t('rating.question')}>
      <p className={classes.question}>{t(ticket.rating ? 'rating.thanks' : 'rating.question')}</p>
      <div className={classes.stars} role="radiogroup" aria-label={t('rating.question')}>
        {allStars.map((star) => (
          <label key={star} className={classes.star}>
            <input
              type="radio"
              name="stars"
              value={star}
              checked={star === given}
              aria-label={t('rating.stars', { count: star })}
              onChange={() => rating.mutate(star)}
            />
            {star <= given ? <IconStarFilled size={24} /> : <IconStar size={24} />}
          </label>
        ))}
      </div>
      {ticket.rating && (
        <div className={classes.comment}>
          <Textarea
            aria-label={t('rating.comment')}
            placeholder={t('rating.comment')}
            size="xs"
            autosize
            minRows={1}
            maxRows={5}
            maxLength={2_000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          {isNew && (
            <Button size="xs" loading={rating.isPending} onClick={() => rating.mutate(given)}>
              {t('composer.send')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
