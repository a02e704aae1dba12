import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconBell, IconBellOff, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  followTicket,
  getTicketAside,
  linkTickets,
  spendTime,
  type TicketAside,
  TicketLinkKind,
  unlinkTickets,
} from '#shared/contract/desk.ts';
import { TicketEntryId, type TicketId } from '#shared/contract/ids.ts';
import { hub, useMe } from '../../app/hub.ts';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { useFormats } from '../../app/time.ts';
import { toastError } from '../../app/toast.ts';
import { newUuid } from '../../app/uuid.ts';
import { StatusChip } from '../parts/StatusChip.tsx';
import { tickets } from '../use-tickets.ts';
import { followed } from '../views.ts';
import classes from './AsideSections.module.css';
import { TicketField } from './TicketField.tsx';

/** What belongs to a ticket without being said in it: who follows it, what it is linked to, the time spent on it. */
export function AsideSections({ ticketId }: { ticketId: TicketId }) {
  const { data } = useQuery(commandQuery(getTicketAside, { ticketId }));
  if (data === undefined) return null;
  const put = (asking: Promise<TicketAside>) =>
    void asking.then((aside) => patchQuery(getTicketAside, { ticketId }, () => aside), toastError);
  const part = { ticketId, aside: data, onPut: put };
  return (
    <>
      <Links {...part} />
      <Time {...part} />
      <Follow {...part} />
    </>
  );
}

type Part = { ticketId: TicketId; aside: TicketAside; onPut: (asking: Promise<TicketAside>) => void };

function Links({ ticketId, aside, onPut }: Part) {
  const { t } = useTranslation('tickets');
  const [kind, setKind] = useState<TicketLinkKind>('related');
  const wordOf = (link: TicketAside['links'][number]) =>
    t(link.back ? `links.back.${link.kind}` : `links.kind.${link.kind}`);
  return (
    <section className={classes.section} aria-label={t('links.title')}>
      <h3 className={classes.heading}>{t('links.title')}</h3>
      {aside.links.map((link) => (
        <div key={link.ticket.id} className={classes.line}>
          <span className={classes.soft}>{wordOf(link)}</span>
          <Link className={classes.subject} to="/tickets/$ticketId" params={{ ticketId: link.ticket.id }}>
            #{link.ticket.number} {link.ticket.subject}
          </Link>
          <StatusChip ticket={link.ticket} />
          <ActionIcon
            size="sm"
            aria-label={t('links.remove', { number: link.ticket.number })}
            onClick={() => onPut(hub.call(unlinkTickets, { ticketId, otherId: link.ticket.id }))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.add}>
        <Select
          label={t('links.as')}
          size="xs"
          w={120}
          allowDeselect={false}
          data={TicketLinkKind.options.map((value) => ({ value, label: t(`links.kind.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(TicketLinkKind.parse(value))}
        />
        <TicketField
          label={t('links.other')}
          except={ticketId}
          value={null}
          onChange={(otherId) => otherId && onPut(hub.call(linkTickets, { ticketId, otherId, kind }))}
        />
      </div>
    </section>
  );
}

function Time({ ticketId, aside, onPut }: Part) {
  const { t } = useTranslation('tickets');
  const { duration } = useFormats();
  const [minutes, setMinutes] = useState<number | string>('');
  const spend = () => {
    if (typeof minutes !== 'number') return;
    const clientId = TicketEntryId.parse(newUuid());
    onPut(hub.call(spendTime, { ticketId, clientId, minutes }));
    setMinutes('');
  };
  return (
    <section className={classes.section} aria-label={t('time.title')}>
      <h3 className={classes.heading}>
        {t('time.title')} <span className={classes.soft}>{duration(aside.minutes * 60_000)}</span>
      </h3>
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault();
          spend();
        }}
      >
        <NumberInput
          aria-label={t('time.minutes')}
          placeholder={t('time.minutes')}
          size="xs"
          hideControls
          allowDecimal={false}
          min={1}
          max={1_440}
          value={minutes}
          onChange={setMinutes}
        />
        <Button type="submit" size="xs" variant="default">
          {t('time.add')}
        </Button>
      </form>
    </section>
  );
}

function Follow({ ticketId, aside, onPut }: Part) {
  const { t } = useTranslation('tickets');
  const { id } = useMe();
  const following = aside.followers.some((person) => person.id === id);
  const others = aside.followers.filter((person) => person.id !== id).map(({ displayName }) => displayName);
  const follow = async () => {
    const answer = await hub.call(followTicket, { ticketId, following: !following });
    // Nobody tells of it.
    void tickets.list(followed.search).open();
    return answer;
  };
  return (
    <section className={classes.section} aria-label={t('follow.title')}>
      <Button
        size="xs"
        variant="default"
        aria-pressed={following}
        leftSection={following ? <IconBellOff size={14} /> : <IconBell size={14} />}
        onClick={() => onPut(follow())}
      >
        {t(following ? 'follow.stop' : 'follow.start')}
      </Button>
      {others.length > 0 && (
        <p className={classes.soft}>
          {t('follow.others', { names: others.join(', '), count: others.length })}
        </p>
      )}
    </section>
  );
}
