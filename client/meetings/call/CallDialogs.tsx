import { Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { devices } from '../devices.ts';
import { DevicePickers } from '../join/DevicePickers.tsx';
import { LevelBars } from '../join/LevelBars.tsx';
import { CaptureWords } from '../join/Preview.tsx';
import classes from './CallDialogs.module.css';
import { QualityTable } from './QualityTable.tsx';
import { useIsHost } from './use-call.ts';

export type CallDialog = 'settings' | 'quality';

export function CallDialogs({ dialog, close }: { dialog: CallDialog | undefined; close: () => void }) {
  const { t } = useTranslation(['meetings', 'common']);
  const closeButtonProps = { 'aria-label': t('common:actions.close') };
  return (
    <>
      <Modal
        opened={dialog === 'settings'}
        onClose={close}
        title={t('settings.title')}
        size={460}
        closeButtonProps={closeButtonProps}
      >
        <Settings />
      </Modal>
      <Modal
        opened={dialog === 'quality'}
        onClose={close}
        title={t('quality.title')}
        size={760}
        closeButtonProps={closeButtonProps}
      >
        <QualityTable />
      </Modal>
    </>
  );
}

function Settings() {
  const { t } = useTranslation('meetings');
  const { microphone, camera, choices } = useStore(devices.store);
  return (
    <div className={classes.settings}>
      <DevicePickers labelled />
      {microphone.kind === 'problem' && <CaptureWords kind="microphone" capture={microphone} wanted />}
      {camera.kind === 'problem' && <CaptureWords kind="camera" capture={camera} wanted />}
      {microphone.kind === 'on' && (
        <div className={classes.level}>
          <span>{t('devices.level')}</span>
          <LevelBars track={microphone.track} />
        </div>
      )}
      <Switch
        label={t('settings.clean')}
        description={t('settings.cleanHint')}
        checked={choices.clean}
        onChange={(event) => void devices.setClean(event.currentTarget.checked)}
      />
      <KnockNotes />
      <Switch
        label={t('settings.mirror')}
        description={t('settings.mirrorHint')}
        checked={choices.mirror}
        onChange={(event) => devices.setMirror(event.currentTarget.checked)}
      />
    </div>
  );
}

/** The browser asks once; after that only its own settings change the answer. */
function KnockNotes() {
  const { t } = useTranslation('meetings');
  const [permission, setPermission] = useState(() =>
    'Notification' in window ? Notification.permission : 'denied',
  );
  const host = useIsHost();
  if (!host || !('Notification' in window)) return null;
  return (
    <Switch
      label={t('settings.knocks')}
      description={t(permission === 'denied' ? 'settings.knocksBlocked' : 'settings.knocksHint')}
      checked={permission === 'granted'}
      disabled={permission !== 'default'}
      onChange={() => void Notification.requestPermission().then(setPermission)}
    />
  );
}
