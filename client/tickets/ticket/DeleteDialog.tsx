import { useTranslation } from 'react-i18next';
import { deleteTicket, type Ticket } from '#shared/contract/tickets.ts';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';

type Props = { ticket: Ticket; onDeleted: () => void; onClose: () => void };

/** Asks once more before a ticket is gone for good. */
export function DeleteDialog({ ticket: { id, number }, onDeleted, onClose }: Props) {
  const { t } = useTranslation('tickets');
  return (
    <ConfirmDialog
      opened
      title={t('ticket.deleteTitle', { number })}
      confirm={t('ticket.delete')}
      danger
      onConfirm={() => hub.call(deleteTicket, { ticketId: id }).then(onDeleted)}
      onClose={onClose}
    >
      {t('ticket.deleteText')}
    </ConfirmDialog>
  );
}
