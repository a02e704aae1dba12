import { Button } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff, IconVideo, IconVideoOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { PersonAvatar } from '../../app/Avatar.tsx';
import { useMaybeMe } from '../../app/hub.ts';
import { RoundButton } from '../call/RoundButton.tsx';
import { TrackVideo } from '../call/TrackVideo.tsx';
import { type Capture, type CaptureKind, isWanted } from '../core/devices.core.ts';
import { devices } from '../devices.ts';
import { LevelBars } from './LevelBars.tsx';
import classes from './Preview.module.css';

/** One's own picture, as in a mirror, with the two switches one needs before going in. */
export function Preview({ name }: { name: string }) {
  const { t } = useTranslation('meetings');
  const state = useStore(devices.store);
  const { microphone, camera, choices } = state;
  const microphoneOn = isWanted(state, 'microphone');
  const cameraOn = isWanted(state, 'camera');
  const me = useMaybeMe();
  return (
    <div className={classes.preview}>
      {camera.kind === 'on' && (
        <TrackVideo track={camera.track} mirrored={choices.mirror} label={t('join.yourPicture')} />
      )}
      {camera.kind !== 'on' && (
        <div className={classes.empty}>
          {me && <PersonAvatar person={me} size={96} />}
          <CaptureWords kind="camera" capture={camera} wanted={cameraOn} />
        </div>
      )}
      <span className={classes.name}>{name}</span>
      <div className={classes.level}>
        <LevelBars track={microphone.kind === 'on' && microphoneOn ? microphone.track : undefined} />
      </div>
      <div className={classes.switches}>
        <RoundButton
          label={t(microphoneOn ? 'bar.microphoneOff' : 'bar.microphoneOn')}
          off={!microphoneOn}
          warning={microphone.kind === 'problem'}
          onClick={() => void devices.setWanted('microphone', !microphoneOn)}
        >
          {microphoneOn ? <IconMicrophone size={22} /> : <IconMicrophoneOff size={22} />}
        </RoundButton>
        <RoundButton
          label={t(cameraOn ? 'bar.cameraOff' : 'bar.cameraOn')}
          off={!cameraOn}
          warning={camera.kind === 'problem'}
          onClick={() => void devices.setWanted('camera', !cameraOn)}
        >
          {cameraOn ? <IconVideo size={22} /> : <IconVideoOff size={22} />}
        </RoundButton>
      </div>
    </div>
  );
}

/** Why there is no picture or sound, and what helps. */
export function CaptureWords({
  kind,
  capture,
  wanted,
}: {
  kind: CaptureKind;
  capture: Capture;
  wanted: boolean;
}) {
  const { t } = useTranslation('meetings');
  if (capture.kind === 'problem' && wanted) {
    return (
      <div role="alert" className={classes.problem}>
        <p className={classes.problemTitle}>{t(`devices.${kind}.${capture.problem}.title`)}</p>
        <p>{t(`devices.${kind}.${capture.problem}.advice`)}</p>
        {capture.problem !== 'insecure' && (
          <Button size="xs" variant="default" mt="xs" onClick={() => void devices.retry(kind)}>
            {t('devices.retry')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <p className={classes.quiet}>
      {t(capture.kind === 'asking' ? `devices.${kind}.asking` : `devices.${kind}.off`)}
    </p>
  );
}
