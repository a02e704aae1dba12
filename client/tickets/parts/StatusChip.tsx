import { useTranslation } from 'react-i18next';
import type { TicketStatus } from '#shared/contract/tickets.ts';
import { Chip } from '../../app/Chip.tsx';
import { useAtDesk } from '../use-tickets.ts';

const kinds = {
  new: 'warning',
  open: 'accent',
  pending: 'plain',
  waiting: 'plain',
  solved: 'success',
  closed: 'plain',
} as const satisfies Record<TicketStatus, unknown>;

/** Waiting for the customer means: your turn, when you are the customer. */
const kindsForCustomer = { ...kinds, waiting: 'warning', solved: 'warning', new: 'accent' } as const;

export function StatusChip({ status }: { status: TicketStatus }) {
  const { t } = useTranslation('tickets');
  const atDesk = useAtDesk();
  return (
    <Chip kind={(atDesk ? kinds : kindsForCustomer)[status]}>
      {t(atDesk ? `status.${status}` : `statusForCustomer.${status}`)}
    </Chip>
  );
}
