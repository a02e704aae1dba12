import { useRouterState, Link } from '@tanstack/react-router';
import { IconArrowsMaximize, IconMicrophone, IconMicrophoneOff, IconPhone } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { toast } from '../../app/toast.ts';
import { forgetCall, useActiveCall } from '../active-call.ts';
import type { Call } from '../core/call.core.ts';
import type { CallState } from '../core/call-state.ts';
import { arrange } from '../core/tiles.ts';
import { devices } from '../devices.ts';
import classes from './FloatingCall.module.css';
import buttonClasses from './RoundButton.module.css';
import { RoundButton } from './RoundButton.tsx';
import { TileView } from './TileView.tsx';
import { CallContext, useCallState, useOwnSwitches } from './use-call.ts';

/** The call while one is elsewhere in the application: a small picture that never leaves. */
export function FloatingCall() {
  const { t } = useTranslation('meetings');
  const call = useActiveCall();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const elsewhere = call !== undefined && path !== `/m/${call.meeting.code}`;
  useEffect(() => {
    if (!elsewhere) return;
    const follow = ({ phase }: CallState) => {
      if (phase.kind !== 'ended') return;
      // Somebody who looks elsewhere has to be told why the call is gone.
      if (phase.reason !== 'left') toast(t(`left.${phase.reason}.title`));
      forgetCall(call);
    };
    follow(call.store.getState());
    return call.store.subscribe(follow);
  }, [call, elsewhere, t]);
  if (!elsewhere) return null;
  return (
    <CallContext value={call}>
      <Floating call={call} />
    </CallContext>
  );
}

function Floating({ call }: { call: Call }) {
  const { t } = useTranslation('meetings');
  const { phase, room, screens, speaker } = useStore(call.store);
  const { microphoneOn } = useOwnSwitches();
  const waiting = useCallState((state) => state.phase.kind === 'recovering');
  if (phase.kind === 'ended' || !room) return null;
  const arrangement = arrange({
    room,
    self: call.participantId,
    ownScreens: screens,
    layout: 'speaker',
    pinned: undefined,
    speaker,
  });
  const tile = arrangement.kind === 'stage' ? arrangement.stage : arrangement.tiles[0];
  return (
    <section className={classes.floating} aria-label={t('floating.label', { title: call.meeting.title })}>
      <Link
        to="/m/$code"
        params={{ code: call.meeting.code }}
        className={classes.picture}
        tabIndex={-1}
        aria-hidden="true"
      >
        {tile && <TileView key={tile.key} tile={tile} place="floating" />}
      </Link>
      <div className={classes.bar}>
        <span className={classes.title}>{waiting ? t('recovering.connection') : call.meeting.title}</span>
        <RoundButton
          label={t(microphoneOn ? 'bar.microphoneOff' : 'bar.microphoneOn')}
          off={!microphoneOn}
          onClick={() => void devices.setWanted('microphone', !microphoneOn)}
        >
          {microphoneOn ? <IconMicrophone size={18} /> : <IconMicrophoneOff size={18} />}
        </RoundButton>
        <Link
          to="/m/$code"
          params={{ code: call.meeting.code }}
          className={classes.return}
          aria-label={t('floating.return')}
          title={t('floating.return')}
        >
          <IconArrowsMaximize size={18} />
        </Link>
        <RoundButton label={t('bar.leave')} danger onClick={() => call.leave()}>
          <IconPhone className={buttonClasses.hangUp} size={18} />
        </RoundButton>
      </div>
    </section>
  );
}
