import { ActionIcon, Tooltip } from '@mantine/core';
import { IconVideo } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { startTicketCall, type Ticket } from '#shared/contract/tickets.ts';
import { hub, useMe } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { useAtDesk } from '../use-tickets.ts';

/** A call about the ticket, which the other side can enter: the desk and the requester begin one. */
export function CallButton({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  const me = useMe();
  const atDesk = useAtDesk();
  const navigate = useNavigate();
  const call = useMutation({
    mutationFn: () => hub.call(startTicketCall, { ticketId: ticket.id }),
    onSuccess: ({ code }) => navigate({ to: '/m/$code', params: { code } }),
    onError: (error) => toastError(error),
  });
  if (ticket.status === 'closed' || !(atDesk || ticket.requesterId === me.id)) return null;
  return (
    <Tooltip label={t('call.start')}>
      <ActionIcon aria-label={t('call.start')} loading={call.isPending} onClick={() => call.mutate()}>
        <IconVideo size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
