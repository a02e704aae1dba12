import { ActionIcon, Button, Menu, Progress } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconDots, IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TicketImport } from '#shared/contract/imports.ts';
import { Chip } from '../../app/Chip.tsx';
import { useFormats } from '../../app/time.ts';
import table from '../kit/Table.module.css';
import { progressOf } from './imports.core.ts';
import classes from './imports.module.css';

export type RowAct = 'open' | 'problems' | 'cancel' | 'undo';
type RowProps = { shown: TicketImport; onAct: (act: RowAct) => void };

export function ImportRow({ shown, onAct }: RowProps) {
  const { t, i18n } = useTranslation('imports');
  const { dateTime } = useFormats();
  const { name, format, state, tickets, skipped, createdAt } = shown;
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <tr className={table.row}>
      <th scope="row">
        {name} <Chip>{t(`formats.${format}`)}</Chip>
      </th>
      <td className={classes.state}>
        {t(`states.${state}`, { percent: progressOf(shown) })}
        {state === 'running' && (
          <Progress value={progressOf(shown)} aria-label={t('progressOf', { name })} size="sm" />
        )}
      </td>
      <td className={table.number} data-phone="hide">
        {number(tickets)}
      </td>
      <td className={table.number} data-phone="hide">
        {number(skipped)}
      </td>
      <td data-phone="hide">
        <span className={table.soft}>{dateTime(createdAt)}</span>
      </td>
      <td className={classes.actions}>
        {state === 'uploaded' ? (
          <Button size="compact-xs" variant="default" onClick={() => onAct('open')}>
            {t('goOn')}
          </Button>
        ) : (
          <RowMenu shown={shown} onAct={onAct} />
        )}
      </td>
    </tr>
  );
}

function RowMenu({ shown: { name, state, problems }, onAct }: RowProps) {
  const { t } = useTranslation('imports');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('actionsOf', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconAlertTriangle size={16} />}
          disabled={problems === 0}
          onClick={() => onAct('problems')}
        >
          {t('showProblems', { count: problems })}
        </Menu.Item>
        {state === 'running' && (
          <Menu.Item leftSection={<IconPlayerStop size={16} />} onClick={() => onAct('cancel')}>
            {t('cancel')}
          </Menu.Item>
        )}
        {(state === 'done' || state === 'cancelled') && (
          <Menu.Item color="red" leftSection={<IconArrowBackUp size={16} />} onClick={() => onAct('undo')}>
            {t('undo')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
