import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DeviceKind } from '../core/device-choices.ts';
import { devices } from '../devices.ts';
import { currentDevice } from '../join/DevicePickers.tsx';
import classes from './DeviceMenu.module.css';

type Props = { kinds: readonly DeviceKind[]; opened: (opened: boolean) => void };

/** The small arrow beside microphone and camera: another device without leaving the call. */
export function DeviceMenu({ kinds, opened }: Props) {
  const { t } = useTranslation('meetings');
  const state = useStore(devices.store);
  const [first = 'microphone'] = kinds;
  return (
    <Menu position="top-start" width={300} onChange={opened}>
      <Menu.Target>
        <UnstyledButton className={classes.arrow} aria-label={t(`devices.${first}.choose`)}>
          <IconChevronUp size={16} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <Devices key={kind} kind={kind} chosen={currentDevice(kind, state)?.id} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Devices({ kind, chosen }: { kind: DeviceKind; chosen: string | undefined }) {
  const { t } = useTranslation('meetings');
  const list = useStore(devices.store, ({ lists }) => lists[kind]).filter(({ label }) => label !== '');
  if (list.length === 0 && kind === 'speaker') return null;
  return (
    <>
      <Menu.Label>{t(`devices.${kind}.label`)}</Menu.Label>
      {list.length === 0 && <Menu.Item disabled>{t(`devices.${kind}.none`)}</Menu.Item>}
      {list.map((device) => (
        <Menu.Item
          key={device.id}
          role="menuitemradio"
          aria-checked={device.id === chosen}
          leftSection={device.id === chosen ? <IconCheck size={16} /> : <span className={classes.blank} />}
          onClick={() => void devices.choose(kind, device)}
        >
          {device.label}
        </Menu.Item>
      ))}
    </>
  );
}
