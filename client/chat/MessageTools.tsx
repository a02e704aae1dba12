import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCopy, IconLink, IconPencil, IconQuote, IconTicket, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './MessageTools.module.css';
import type { MessageActions } from './message-actions.ts';
import type { Row } from './rows.ts';

type Props = { row: Row; actions: MessageActions; isActive: boolean };

/** Buttons above the message under the pointer, the keyboard or the finger. */
export function MessageTools({ row, actions, isActive }: Props) {
  const { t } = useTranslation('chat');
  const can = actions.can(row);
  return (
    <div
      className={classes.tools}
      role="toolbar"
      aria-label={t('message.actions')}
      data-tools
      data-active={isActive}
    >
      {can.quote && (
        <Tool label={t('message.quote')} onClick={() => actions.quote(row)}>
          <IconQuote size={16} />
        </Tool>
      )}
      {can.edit && (
        <Tool label={t('message.edit')} onClick={() => actions.edit(row)}>
          <IconPencil size={16} />
        </Tool>
      )}
      {can.ticket && (
        <Tool label={t('message.makeTicket')} onClick={() => actions.makeTicket(row)}>
          <IconTicket size={16} />
        </Tool>
      )}
      {can.copy && (
        <Tool label={t('message.copyText')} onClick={() => actions.copyText(row)}>
          <IconCopy size={16} />
        </Tool>
      )}
      <Tool label={t('message.copyLink')} onClick={() => actions.copyLink(row)}>
        <IconLink size={16} />
      </Tool>
      {can.delete && (
        <Tool label={t('message.delete')} onClick={() => actions.delete(row)}>
          <IconTrash size={16} />
        </Tool>
      )}
    </div>
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
