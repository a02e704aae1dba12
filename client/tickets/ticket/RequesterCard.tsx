import { Skeleton, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getRequester, type RequesterProfile, setRequesterNote } from '#shared/contract/desk.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import { maxStars, type Ticket } from '#shared/contract/tickets.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { hub } from '../../app/hub.ts';
import { usePerson } from '../../app/people.ts';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { useFormats } from '../../app/time.ts';
import { toastError } from '../../app/toast.ts';
import { StatusChip } from '../parts/StatusChip.tsx';
import { useList } from '../use-tickets.ts';
import classes from './RequesterCard.module.css';

/** Who asks: what they asked before, how they were answered, and what colleagues should know. */
export function RequesterCard({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const { requesterId } = ticket;
  const person = usePerson(requesterId);
  const { data } = useQuery(commandQuery(getRequester, { personId: requesterId }));
  return (
    <section className={classes.card} aria-label={t('fields.requester')}>
      <div className={classes.who}>
        {person && <PersonAvatar person={person} size={40} presence />}
        <div className={classes.words}>
          <span className={classes.name}>{person?.displayName}</span>
          <span className={classes.soft}>{data?.company?.name ?? t('company.none')}</span>
        </div>
      </div>
      {data ? (
        <>
          <Figures profile={data} />
          <Note key={requesterId} personId={requesterId} profile={data} />
        </>
      ) : (
        <Skeleton height={64} />
      )}
      <Others ticket={ticket} />
    </section>
  );
}

const oneDigit = { maximumFractionDigits: 1 };

function Figures({ profile }: { profile: RequesterProfile }) {
  const { t, i18n } = useTranslation('tickets');
  const { duration, date } = useFormats();
  const { open, closed, total, meanFirstResponseSeconds, meanSolveSeconds, first } = profile;
  const { rated, meanStars } = profile;
  const lasts = (seconds: number | null) => (seconds === null ? '–' : duration(seconds * 1_000));
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{t('requester.open')}</dt>
        <dd>{open}</dd>
      </div>
      <div>
        <dt>{t('requester.closed')}</dt>
        <dd>{closed}</dd>
      </div>
      <div>
        <dt>{t('requester.total')}</dt>
        <dd>{total}</dd>
      </div>
      <div>
        <dt>{t('times.firstResponse')}</dt>
        <dd>{lasts(meanFirstResponseSeconds)}</dd>
      </div>
      <div>
        <dt>{t('requester.solved')}</dt>
        <dd>{lasts(meanSolveSeconds)}</dd>
      </div>
      {meanStars !== null && (
        <div>
          <dt>{t('requester.rated', { count: rated })}</dt>
          <dd>
            {t('requester.stars', {
              mean: meanStars.toLocaleString(i18n.language, oneDigit),
              most: maxStars,
            })}
          </dd>
        </div>
      )}
      {first && (
        <div className={classes.since}>
          <dt>{t('requester.since')}</dt>
          <dd>{date(first.at)}</dd>
        </div>
      )}
    </dl>
  );
}

/** Taken when one leaves the field. */
function Note({ personId, profile }: { personId: PersonId; profile: RequesterProfile }) {
  const { t } = useTranslation('tickets');
  const known = profile.note?.body ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const take = async () => {
    const body = typed?.trim();
    if (body === undefined || body === known) return setTyped(null);
    try {
      await hub.call(setRequesterNote, { personId, body });
      const profiled = await hub.call(getRequester, { personId });
      patchQuery(getRequester, { personId }, () => profiled);
      setTyped(null);
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Textarea
      aria-label={t('requester.note')}
      placeholder={t('requester.note')}
      size="xs"
      autosize
      minRows={1}
      maxRows={6}
      maxLength={5_000}
      value={typed ?? known}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => void take()}
    />
  );
}

const most = 5;

/** What else they ask. */
function Others({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const search = { requester: ticket.requesterId, status: 'any' };
  const list = useList(search);
  const others = list.status === 'ready' ? list.tickets.filter(({ id }) => id !== ticket.id) : [];
  if (others.length === 0) return null;
  return (
    <div className={classes.others}>
      <Link className={classes.heading} to="/tickets" search={search}>
        {t('requester.others')}
      </Link>
      {others.slice(0, most).map((other) => (
        <Link
          key={other.id}
          className={classes.other}
          to="/tickets/$ticketId"
          params={{ ticketId: other.id }}
        >
          <span className={classes.soft}>#{other.number}</span>
          <span className={classes.subject}>{other.subject}</span>
          <StatusChip ticket={other} />
        </Link>
      ))}
    </div>
  );
}
