import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { IconMicrophone, IconPlayerPlay, IconVideo, IconVolume } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type DeviceInfo, type DeviceKind, findChosen } from '../core/device-choices.ts';
import type { DevicesState } from '../core/devices.core.ts';
import { playTestTone } from '../core/level-meter.ts';
import { devices } from '../devices.ts';
import classes from './DevicePickers.module.css';

/** Microphone, camera and speaker; the choice is remembered. */
export function DevicePickers({ labelled = false }: { labelled?: boolean }) {
  const { t } = useTranslation('meetings');
  const state = useStore(devices.store);
  const { lists, choices } = state;
  return (
    <div className={classes.pickers} data-labelled={labelled}>
      <Picker kind="microphone" icon={<IconMicrophone size={16} />} labelled={labelled} state={state} />
      <Picker kind="camera" icon={<IconVideo size={16} />} labelled={labelled} state={state} />
      {lists.speaker.length > 0 && (
        <div className={classes.speaker}>
          <Picker kind="speaker" icon={<IconVolume size={16} />} labelled={labelled} state={state} />
          <Tooltip label={t('devices.speaker.test')}>
            <ActionIcon
              size="input-sm"
              variant="default"
              aria-label={t('devices.speaker.test')}
              onClick={() => void playTestTone(choices.speaker?.id)}
            >
              <IconPlayerPlay size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </div>
  );
}

type PickerProps = { kind: DeviceKind; icon: ReactNode; labelled: boolean; state: DevicesState };

function Picker({ kind, icon, labelled, state }: PickerProps) {
  const { t } = useTranslation('meetings');
  const label = t(`devices.${kind}.label`);
  const list = state.lists[kind].filter(({ label: name }) => name !== '');
  const current = currentDevice(kind, state);
  return (
    <Select
      {...(labelled ? { label } : { 'aria-label': label })}
      className={classes.picker}
      leftSection={icon}
      placeholder={t(`devices.${kind}.none`)}
      disabled={list.length === 0}
      data={list.map(({ id, label: name }) => ({ value: id, label: name }))}
      value={current?.id ?? null}
      allowDeselect={false}
      comboboxProps={{ withinPortal: true, shadow: 'md', radius: 'md' }}
      onChange={(id) => {
        const device = list.find((one) => one.id === id);
        if (device) void devices.choose(kind, device);
      }}
    />
  );
}

/** The one in use: what the track says, else what was chosen, else the first. */
export function currentDevice(
  kind: DeviceKind,
  { lists, choices, ...captures }: DevicesState,
): DeviceInfo | undefined {
  const list = lists[kind];
  if (kind !== 'speaker') {
    const capture = captures[kind];
    const used = capture.kind === 'on' ? capture.track.getSettings().deviceId : undefined;
    const found = list.find(({ id }) => id === used);
    if (found) return found;
  }
  return findChosen(list, choices[kind]) ?? list[0];
}
