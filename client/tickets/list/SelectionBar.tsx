import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowsShuffle,
  IconBolt,
  IconCheck,
  IconFlag,
  IconInbox,
  IconUser,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DealBy } from '#shared/contract/desk.ts';
import type { Ticket } from '#shared/contract/tickets.ts';
import { changeTickets } from '../do.ts';
import type { PickField } from '../pick/choices.tsx';
import classes from './SelectionBar.module.css';

/** What can be done with all selected tickets at once. */
export function SelectionBar(props: {
  tickets: readonly Ticket[];
  onChoose: (field: PickField) => void;
  onMacro: () => void;
  onClear: () => void;
}) {
  const { t } = useTranslation(['tickets', 'desk']);
  const { tickets, onChoose, onMacro, onClear } = props;
  const choose = (field: PickField, icon: ReactNode) => (
    <Button size="xs" variant="default" leftSection={icon} onClick={() => onChoose(field)}>
      {t(`fields.${field}`)}
    </Button>
  );
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('list.bulk')}>
      <span className={classes.count}>{t('list.selected', { count: tickets.length })}</span>
      {choose('assignee', <IconUser size={14} />)}
      <Menu position="top">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconArrowsShuffle size={14} />}>
            {t('deal.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {DealBy.options.map((by) => (
            <Menu.Item key={by} onClick={() => void changeTickets(tickets, { deal: { by } })}>
              {t(`deal.${by}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {choose('priority', <IconFlag size={14} />)}
      {choose('queue', <IconInbox size={14} />)}
      <Button size="xs" variant="default" leftSection={<IconBolt size={14} />} onClick={onMacro}>
        {t('desk:macros.one')}
      </Button>
      <Button
        size="xs"
        leftSection={<IconCheck size={14} />}
        onClick={() => {
          void changeTickets(tickets, { changes: { status: 'solved' } });
          onClear();
        }}
      >
        {t('actions.solve')}
      </Button>
      <Tooltip label={t('list.clear')}>
        <ActionIcon aria-label={t('list.clear')} onClick={onClear}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
