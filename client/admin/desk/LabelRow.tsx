import { ActionIcon, Switch, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteLabel, saveLabel, type TicketLabel } from '#shared/contract/labels.ts';
import { Chip } from '../../app/Chip.tsx';
import { ConfirmDialog } from '../../app/ConfirmDialog.tsx';
import { hub } from '../../app/hub.ts';
import { toastError } from '../../app/toast.ts';
import { nameOf } from '../../tickets/labels.ts';
import rows from '../rules/rules.module.css';

type Props = {
  label: TicketLabel;
  /** Undefined where it is the first or the last. */
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  onEdit: () => void;
};

export function LabelRow({ label, onUp, onDown, onEdit }: Props) {
  const { t } = useTranslation(['desk', 'tickets']);
  const [asking, setAsking] = useState(false);
  const { builtIn: _, ...saved } = label;
  const { field, value, hidden, builtIn } = label;
  const name = nameOf(field, { value, label });
  const tool = (title: string, icon: ReactNode, act: (() => void) | undefined) => (
    <Tooltip label={title}>
      <ActionIcon aria-label={`${title}: ${name}`} disabled={!act} onClick={act}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <li className={rows.row} data-off={hidden}>
      <Switch
        aria-label={t('labels.offered', { name })}
        checked={!hidden}
        onChange={({ currentTarget: { checked } }) =>
          void hub.call(saveLabel, { ...saved, hidden: !checked }).catch(toastError)
        }
      />
      <div className={rows.words}>
        <button type="button" className={rows.open} onClick={onEdit}>
          <Chip color={label.color}>{name}</Chip>
        </button>
        <span className={rows.facts}>
          {t(builtIn ? 'labels.builtIn' : 'labels.standsFor', { value: t(`tickets:${field}.${value}`) })}
        </span>
      </div>
      <div className={rows.tools}>
        {tool(t('labels.up'), <IconArrowUp size={16} />, onUp)}
        {tool(t('labels.down'), <IconArrowDown size={16} />, onDown)}
        {!builtIn && tool(t('common:actions.delete'), <IconTrash size={16} />, () => setAsking(true))}
      </div>
      <ConfirmDialog
        opened={asking}
        title={t('labels.deleteTitle', { name })}
        confirm={t('common:actions.delete')}
        danger
        onConfirm={() => hub.call(deleteLabel, { labelId: label.id })}
        onClose={() => setAsking(false)}
      >
        {t('labels.deleteText')}
      </ConfirmDialog>
    </li>
  );
}
