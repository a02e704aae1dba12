import { IconTicket, IconTicketOff } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TicketId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { LinkButton } from '../app/LinkButton.tsx';
import { EmptyState, Failure, Page, PageHeader, RowsSkeleton } from '../app/Page.tsx';
import { useAttention } from '../chat/use-attention.ts';
import type { ReadyTicket } from '../tickets/core/ticket.core.ts';
import { StatusChip } from '../tickets/parts/StatusChip.tsx';
import { type Mode, TicketComposer } from '../tickets/ticket/TicketComposer.tsx';
import { Timeline } from '../tickets/ticket/Timeline.tsx';
import { tickets, useTicketView } from '../tickets/use-tickets.ts';
import classes from './ThreadPage.module.css';
import { threadName } from './thread-name.ts';
import { threads } from './use-panels.ts';

/** A ticket as a conversation of chat: its timeline and the field to write in. */
export function ThreadPage() {
  const { t } = useTranslation('panels');
  const { ticketId } = useParams({ strict: false });
  const id = TicketId.safeParse(ticketId).data;
  if (id !== undefined) return <Thread key={id} ticketId={id} />;
  return (
    <Page>
      <PageHeader title={t('threads.title')} />
      <EmptyState icon={<IconTicketOff size={24} />} title={t('ticket.gone')} />
    </Page>
  );
}

function Thread({ ticketId }: { ticketId: TicketId }) {
  const navigate = useNavigate();
  const view = useTicketView(ticketId);
  const ticket = view.status === 'ready' ? view.ticket : undefined;
  return (
    <Page>
      <PageHeader
        title={ticket ? threadName(ticket) : ''}
        icon={<IconTicket size={18} aria-hidden="true" />}
        onBack={() => void navigate({ to: '/chat' })}
        actions={ticket && <Actions ticket={ticket} />}
      />
      {view.status === 'ready' ? (
        <Conversation view={view} />
      ) : view.status === 'loading' ? (
        <RowsSkeleton rows={4} />
      ) : (
        <Failure error={view.error} onRetry={() => void tickets.view(ticketId).open()} />
      )}
    </Page>
  );
}

function Actions({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('panels');
  return (
    <>
      <StatusChip ticket={ticket} />
      <LinkButton
        to="/tickets/$ticketId"
        params={{ ticketId: ticket.id }}
        size="xs"
        variant="default"
        className={classes.open ?? ''}
      >
        {t('threads.openTicket')}
      </LinkButton>
    </>
  );
}

function Conversation({ view }: { view: ReadyTicket }) {
  const { ticket } = view;
  const { id, seq } = ticket;
  const [mode, setMode] = useState<Mode>('reply');
  const field = useRef<HTMLTextAreaElement>(null);
  const attentive = useAttention();
  useEffect(() => {
    if (attentive) threads.read(id, seq);
  }, [attentive, id, seq]);
  return (
    <>
      <Timeline view={view} />
      <TicketComposer ticket={ticket} field={field} mode={mode} onMode={setMode} />
    </>
  );
}
