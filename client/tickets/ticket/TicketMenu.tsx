import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowMerge,
  IconBolt,
  IconDots,
  IconDownload,
  IconFileText,
  IconLink,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/contract/tickets.ts';
import { copyText } from '../../app/clipboard.ts';
import { useMe } from '../../app/hub.ts';
import { toast } from '../../app/toast.ts';

/** What is done to a ticket in a dialog of its own. */
export type TicketAct = 'macro' | 'rename' | 'merge' | 'delete';

/** What one does to a ticket less often. */
export function TicketMenu({ ticket, onAct }: { ticket: Ticket; onAct: (act: TicketAct) => void }) {
  const { t } = useTranslation(['tickets', 'desk']);
  const { isAdmin } = useMe();
  const copy = async () => {
    if (await copyText(`${location.origin}/tickets/${ticket.id}`)) toast(t('ticket.linkCopied'));
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={t('ticket.more')}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconBolt size={16} />} onClick={() => onAct('macro')}>
          {t('desk:macros.apply')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onAct('rename')}>
          {t('ticket.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={() => onAct('merge')}>
          {t('merge.confirm')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copy()}>
          {t('ticket.copyLink')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={`/api/v1/tickets/${ticket.id}/transcript`}
          target="_blank"
          leftSection={<IconFileText size={16} />}
        >
          {t('ticket.transcript')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={`/api/v1/tickets/${ticket.id}/transcript?format=text`}
          download
          leftSection={<IconDownload size={16} />}
        >
          {t('ticket.transcriptText')}
        </Menu.Item>
        {isAdmin && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => onAct('delete')}>
            {t('ticket.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
