import { Button, CloseButton, Loader } from '@mantine/core';
import { IconVolume } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { devices } from '../devices.ts';
import classes from './CallNotices.module.css';
import { useCall, useCallState } from './use-call.ts';

/** Short words above the pictures about one's own connection, sound and microphone. */
export function CallNotices({ children }: { children: ReactNode }) {
  const { t } = useTranslation('meetings');
  const call = useCall();
  const phase = useCallState((state) => state.phase);
  const soundBlocked = useCallState((state) => state.soundBlocked);
  const talking = useCallState((state) => state.talkingWhileMuted);
  return (
    <div className={classes.notices}>
      <div role="status">
        {phase.kind === 'recovering' && (
          <p className={classes.notice} data-kind="recovering">
            <Loader size={14} color="currentColor" />
            {t(`recovering.${phase.cause}`)}
          </p>
        )}
        {talking && <p className={classes.notice}>{t('bar.talkingWhileMuted')}</p>}
      </div>
      {children}
      <Appeared />
      {soundBlocked && (
        <Button leftSection={<IconVolume size={18} />} onClick={() => call.unblockSound()}>
          {t('bar.turnOnSound')}
        </Button>
      )}
    </div>
  );
}

/** A head set was plugged in: one click uses it. */
function Appeared() {
  const { t } = useTranslation('meetings');
  const appeared = useStore(devices.store, (state) => state.appeared);
  if (!appeared) return null;
  const { kind, device } = appeared;
  return (
    <div className={classes.notice} role="status">
      <span className={classes.words}>{t(`devices.${kind}.appeared`, { name: device.label })}</span>
      <Button size="compact-sm" onClick={() => void devices.choose(kind, device)}>
        {t('devices.use')}
      </Button>
      <CloseButton aria-label={t('alone.close')} onClick={devices.dismissAppeared} />
    </div>
  );
}
