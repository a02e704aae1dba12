import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBolt, IconHandGrab, IconLayoutSidebarRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/contract/tickets.ts';
import { HeaderButton } from '../../app/HeaderButton.tsx';
import { usePhone } from '../../app/use-phone.ts';
import type { Changes } from '../core/changes.ts';
import { claimTickets } from '../do.ts';
import { StatusChip } from '../parts/StatusChip.tsx';
import { PickButton } from '../pick/PickButton.tsx';
import { CallButton } from './CallButton.tsx';
import { type TicketAct, TicketMenu } from './TicketMenu.tsx';

type Props = {
  ticket: Ticket;
  onChange: (changes: Changes) => void;
  onAct: (act: TicketAct) => void;
  showsDetails: boolean;
  onDetails: () => void;
};

/** What the desk does to a ticket from its header. */
export function TicketTools({ ticket, onChange, onAct, showsDetails, onDetails }: Props) {
  const { t } = useTranslation(['tickets', 'desk']);
  const isPhone = usePhone();
  const tool = (label: string, icon: ReactNode, act: () => void, expanded?: boolean) => (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-expanded={expanded} onClick={act}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      <Claim ticket={ticket} />
      <PickButton field="status" name={t('fields.status')} onPick={onChange}>
        <StatusChip ticket={ticket} />
      </PickButton>
      <CallButton ticket={ticket} />
      {!isPhone && tool(t('desk:macros.apply'), <IconBolt size={18} />, () => onAct('macro'))}
      <TicketMenu ticket={ticket} onAct={onAct} />
      {tool(t('details.title'), <IconLayoutSidebarRight size={18} />, onDetails, showsDetails)}
    </>
  );
}

/** Only while nobody has it. */
function Claim({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('tickets');
  if (ticket.assigneeId !== null) return null;
  return (
    <HeaderButton
      primary
      icon={<IconHandGrab size={16} />}
      label={t('actions.claim')}
      onClick={() => void claimTickets([ticket])}
    />
  );
}
