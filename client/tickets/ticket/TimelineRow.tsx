import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconAlarm,
  IconAlertCircle,
  IconArrowsSplit2,
  IconBell,
  IconLock,
  IconPencil,
  IconStar,
  IconVideo,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PersonId, TicketEntryId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { describeError } from '../../app/errors.ts';
import { useConnection } from '../../app/hub.ts';
import { usePerson } from '../../app/people.ts';
import { useSession } from '../../app/session.ts';
import { useFormats } from '../../app/time.ts';
import type { OutgoingReply } from '../core/replies.core.ts';
import type { Row } from '../core/timeline.ts';
import { Stars } from '../parts/Stars.tsx';
import { tickets, useAtDesk } from '../use-tickets.ts';
import { Attachments } from './Attachments.tsx';
import { FieldValue } from './FieldValue.tsx';
import { SplitDialog } from './SplitDialog.tsx';
import { TicketText } from './TicketText.tsx';
import classes from './TimelineRow.module.css';

/** A line of the timeline, below its day where one begins. */
export function TimelineRow({ row, ticket, day }: { row: Row; ticket: Ticket; day: string | null }) {
  return (
    <>
      {day !== null && (
        <div className={classes.day} role="separator" aria-label={day}>
          <span>{day}</span>
        </div>
      )}
      <RowOf row={row} ticket={ticket} />
    </>
  );
}

function RowOf({ row, ticket }: { row: Row; ticket: Ticket }) {
  switch (row.kind) {
    case 'words':
      return <Words row={row} ticket={ticket} />;
    case 'changes':
      return <Changes row={row} />;
    case 'event':
      return <Event row={row} />;
  }
}

const eventIcons = { rating: IconStar, call: IconVideo, reminder: IconBell, sla: IconAlarm };

/** Something that happened: a call, stars, a reminder. */
function Event({ row }: { row: Extract<Row, { kind: 'event' }> }) {
  const { t } = useTranslation(['tickets', 'sla']);
  const { dateTime } = useFormats();
  const { entry } = row;
  const Icon = eventIcons[entry.kind];
  return (
    <div className={classes.event}>
      <Icon size={14} aria-hidden="true" />
      <div>
        {entry.kind === 'sla' ? t(`sla:told.${entry.goal}.${entry.level}`) : <Author id={row.authorId} />}{' '}
        {entry.kind === 'rating' && (
          <>
            <Stars stars={entry.stars} />
            {entry.comment && <TicketText body={entry.comment} />}
          </>
        )}
        {entry.kind === 'call' && (
          <>
            {t('call.started')}{' '}
            <Link className={classes.join} to="/m/$code" params={{ code: entry.code }}>
              {t('call.join')}
            </Link>
          </>
        )}
        {entry.kind === 'reminder' &&
          (entry.closesAt === null
            ? t('timeline.reminded')
            : t('timeline.closes', { at: dateTime(entry.closesAt) }))}
      </div>
      <Moment at={row.at} />
    </div>
  );
}

function Words({ row, ticket }: { row: Extract<Row, { kind: 'words' }>; ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const { dateTime } = useFormats();
  const author = usePerson(row.authorId ?? undefined);
  const organisation = useSession((session) => session.organisationName);
  const name = (row.authorId === null ? organisation : author?.displayName) ?? '';
  const isRequester = row.authorId === ticket.requesterId;
  const atDesk = useAtDesk();
  const [splitting, setSplitting] = useState(false);
  return (
    <article
      className={classes.words}
      data-note={row.note}
      data-state={row.outgoing?.state}
      aria-label={t(row.note ? 'timeline.noteBy' : 'timeline.replyBy', { name, at: dateTime(row.at) })}
    >
      <div className={classes.gutter}>{author && <PersonAvatar person={author} size={32} />}</div>
      <div className={classes.content}>
        <div className={classes.head}>
          <span className={classes.author}>{name}</span>
          {isRequester && <span className={classes.soft}>{t('fields.requester')}</span>}
          {row.note && (
            <span className={classes.note}>
              <IconLock size={12} aria-hidden="true" />
              {t('composer.note')}
            </span>
          )}
          <Moment at={row.at} />
          {atDesk && row.authorId !== null && row.outgoing === null && (
            <Tooltip label={t('split.title')}>
              <ActionIcon
                className={classes.split ?? ''}
                size="sm"
                aria-label={t('split.title')}
                onClick={() => setSplitting(true)}
              >
                <IconArrowsSplit2 size={14} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
        <TicketText body={row.body} />
        <Attachments ticketId={ticket.id} attachments={row.attachments} />
        {row.outgoing && <OnItsWay outgoing={row.outgoing} />}
      </div>
      {splitting && (
        <SplitDialog
          ticketId={ticket.id}
          entryId={TicketEntryId.parse(row.key)}
          words={row.body}
          onClose={() => setSplitting(false)}
        />
      )}
    </article>
  );
}

function Moment({ at }: { at: string }) {
  const { time, dateTime } = useFormats();
  return (
    <time className={classes.soft} dateTime={at} title={dateTime(at)}>
      {time(at)}
    </time>
  );
}

/** What the hub did not take stays visible, with a way on. */
function OnItsWay({ outgoing }: { outgoing: OutgoingReply }) {
  const { t } = useTranslation(['tickets', 'common']);
  const isOnline = useConnection() === 'online';
  if (outgoing.state === 'waiting')
    return <span className={classes.waiting}>{t(isOnline ? 'timeline.sending' : 'timeline.waiting')}</span>;
  if (outgoing.state !== 'failed') return null;
  return (
    <div className={classes.failed} role="alert">
      <IconAlertCircle size={15} aria-hidden="true" />
      <span>
        {t('timeline.notSent')} {describeError(outgoing.error, t).title}
      </span>
      <button type="button" onClick={() => tickets.replies.retry(outgoing.clientId)}>
        {t('common:actions.retry')}
      </button>
      <button type="button" onClick={() => tickets.replies.discard(outgoing.clientId)}>
        {t('timeline.discard')}
      </button>
    </div>
  );
}

function Changes({ row }: { row: Extract<Row, { kind: 'changes' }> }) {
  return (
    <div className={classes.event}>
      <IconPencil size={14} aria-hidden="true" />
      <p>
        <Author id={row.authorId} rule={row.rule} />
        {row.changes.map(({ field, before, after }) => (
          <FieldValue key={field} field={field} before={before} after={after} />
        ))}
      </p>
      <Moment at={row.at} />
    </div>
  );
}

function Author({ id, rule }: { id: PersonId | null; rule?: string | undefined }) {
  const { t } = useTranslation('tickets');
  const person = usePerson(id ?? undefined);
  return <b>{id === null ? (rule ?? t('timeline.byRule')) : person?.displayName}</b>;
}
