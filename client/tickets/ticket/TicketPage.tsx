import { IconTicketOff } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TicketId } from '#shared/contract/ids.ts';
import { EmptyState, Failure, Page, PageHeader, RowsSkeleton } from '../../app/Page.tsx';
import { lastSearch } from '../last-search.ts';
import { tickets, useTicketView } from '../use-tickets.ts';
import { OpenTicket } from './OpenTicket.tsx';

export function TicketPage() {
  const params = useParams({ strict: false });
  const navigate = useNavigate();
  const ticketId = TicketId.safeParse(params.ticketId).data;
  const back = () => void navigate({ to: '/tickets', search: lastSearch() ?? {} });
  return ticketId === undefined ? (
    <NoTicket onBack={back} />
  ) : (
    <OneTicket key={ticketId} ticketId={ticketId} onBack={back} />
  );
}

function NoTicket({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('tickets');
  return (
    <Page>
      <PageHeader title={t('title')} onBack={onBack} />
      <EmptyState icon={<IconTicketOff size={24} />} title={t('ticket.gone')}>
        {t('ticket.goneHint')}
      </EmptyState>
    </Page>
  );
}

function OneTicket({ ticketId, onBack }: { ticketId: TicketId; onBack: () => void }) {
  const { t } = useTranslation('tickets');
  const view = useTicketView(ticketId);
  if (view.status === 'ready') return <OpenTicket view={view} onBack={onBack} />;
  return (
    <Page>
      <PageHeader title={t('title')} onBack={onBack} />
      {view.status === 'loading' ? (
        <RowsSkeleton rows={4} />
      ) : (
        <Failure error={view.error} onRetry={() => void tickets.view(ticketId).open()} />
      )}
    </Page>
  );
}
