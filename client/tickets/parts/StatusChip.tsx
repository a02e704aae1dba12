import { useTranslation } from 'react-i18next';
import type { Ticket, TicketStatus } from '#shared/contract/tickets.ts';
import { Chip } from '../../app/Chip.tsx';
import { useWords } from '../labels.ts';
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

/** In the desk's own words, for the desk. */
export function StatusChip({ ticket }: { ticket: Pick<Ticket, 'status' | 'statusLabelId'> }) {
  const { t } = useTranslation('tickets');
  const wordFor = useWords();
  const { status, statusLabelId } = ticket;
  if (!useAtDesk()) return <Chip kind={kindsForCustomer[status]}>{t(`statusForCustomer.${status}`)}</Chip>;
  const { name, color } = wordFor('status', status, statusLabelId);
  return (
    <Chip kind={kinds[status]} color={color}>
      {name}
    </Chip>
  );
}
