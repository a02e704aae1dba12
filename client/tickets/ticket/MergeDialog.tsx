import { Box } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mergeTickets } from '#shared/contract/desk.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { TicketId } from '#shared/contract/ids.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { tickets } from '../use-tickets.ts';
import { TicketField } from './TicketField.tsx';

/** Puts a ticket into another one, which goes on. */
export function MergeDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate();
  const [intoId, setIntoId] = useState<TicketId | null>(null);
  const merge = async () => {
    if (intoId === null) throw new AppError('invalid', 'no ticket is chosen');
    const merged = await hub.call(mergeTickets, { ticketId: ticket.id, intoId });
    tickets.note(merged.ticket);
    await navigate({ to: '/tickets/$ticketId', params: { ticketId: merged.into.id } });
  };
  return (
    <ConfirmDialog
      opened
      title={t('merge.title', { number: ticket.number })}
      confirm={t('merge.confirm')}
      onConfirm={merge}
      onClose={onClose}
    >
      {t('merge.text')}
      <Box mt="sm">
        <TicketField label={t('merge.into')} except={ticket.id} value={intoId} onChange={setIntoId} />
      </Box>
    </ConfirmDialog>
  );
}
