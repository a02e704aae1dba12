import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Connector, syncConnector, updateConnector } from '#shared/contract/connectors.ts';
import { Chip } from '../../app/Chip.tsx';
import { hub } from '../../app/hub.ts';
import { useFormats } from '../../app/time.ts';
import { toast, toastError } from '../../app/toast.ts';
import table from '../kit/Table.module.css';
import classes from './Connectors.module.css';
import { refresh, stateOf } from './connectors.core.ts';

type RowProps = { connector: Connector; onEdit: () => void; onRemove: () => void };

export function ConnectorRow({ connector, onEdit, onRemove }: RowProps) {
  const { t, i18n } = useTranslation('admin');
  const { dateTime } = useFormats();
  const { settings, tickets, syncedAt, trouble, failingSince } = connector;
  const state = stateOf(connector);
  return (
    <tr className={`${table.row} ${classes.row}`}>
      <th scope="row" className={classes.name}>
        <span className={classes.title}>
          <span>{settings.name}</span>
          <Chip>{t(`connectors.kinds.${settings.kind}`)}</Chip>
        </span>
        <span className={classes.url}>{settings.url}</span>
      </th>
      <td className={classes.state}>
        <span className={trouble && settings.enabled ? classes.trouble : undefined}>
          {t(`connectors.states.${state}`)}
        </span>
        {trouble && failingSince && settings.enabled && (
          <span className={classes.since}>{t('connectors.since', { at: dateTime(failingSince) })}</span>
        )}
      </td>
      <td className={table.number} data-phone="hide">
        {tickets.toLocaleString(i18n.language)}
      </td>
      <td data-phone="hide">
        <span className={table.soft}>{syncedAt ? dateTime(syncedAt) : t('connectors.never')}</span>
      </td>
      <td className={classes.actions}>
        <RowMenu connector={connector} onEdit={onEdit} onRemove={onRemove} />
      </td>
    </tr>
  );
}

function RowMenu({ connector: { id: connectorId, settings }, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation('admin');
  const { name, enabled } = settings;
  const sync = async () => {
    await hub.call(syncConnector, { connectorId });
    toast(t('connectors.syncing', { name }));
  };
  const setEnabled = async (isOn: boolean) => {
    await hub.call(updateConnector, { connectorId, settings: { ...settings, enabled: isOn } });
    toast(t(isOn ? 'connectors.resumed' : 'connectors.pausedNow', { name }));
  };
  const act = (action: Promise<void>) => void action.then(refresh, (error: unknown) => toastError(error));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('connectors.actionsOf', { name })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t('connectors.edit')}
        </Menu.Item>
        {enabled ? (
          <>
            <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => act(sync())}>
              {t('connectors.sync')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => act(setEnabled(false))}>
              {t('connectors.pause')}
            </Menu.Item>
          </>
        ) : (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => act(setEnabled(true))}>
            {t('connectors.resume')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onRemove}>
          {t('common:actions.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
