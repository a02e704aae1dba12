import {
  IconArrowsMinimize,
  IconHandStop,
  IconLayoutGrid,
  IconLayoutSidebarRight,
  IconMessageCircle,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconScreenShare,
  IconScreenShareOff,
  IconUsers,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMaybeMe } from '../../app/hub.ts';
import { canShareScreen } from '../core/capture.ts';
import { keysOf } from '../core/shortcuts.ts';
import classes from './CallBar.module.css';
import type { CallDialog } from './CallDialogs.tsx';
import type { Panel } from './CallView.tsx';
import { CallTime } from './CallTime.tsx';
import { DeviceMenu } from './DeviceMenu.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import buttonClasses from './RoundButton.module.css';
import { RoundButton } from './RoundButton.tsx';
import { useCall, useCallState, useOwnSwitches, useSelf } from './use-call.ts';
import type { CallActions } from './use-call-actions.ts';

type Props = {
  visible: boolean;
  panel: Panel;
  stage: boolean;
  unread: number;
  waiting: number;
  narrow: boolean;
  actions: CallActions;
  open: (dialog: CallDialog) => void;
  menuOpened: (opened: boolean) => void;
};

export function CallBar(props: Props) {
  const { t } = useTranslation('meetings');
  return (
    <div
      className={classes.bar}
      data-call-bar
      data-visible={props.visible}
      role="toolbar"
      aria-label={t('bar.label')}
    >
      {!props.narrow && <Left />}
      <Middle {...props} />
      {!props.narrow && <Right {...props} />}
    </div>
  );
}

function Left() {
  const { t } = useTranslation('meetings');
  const { meeting } = useCall();
  const me = useMaybeMe();
  return (
    <div className={classes.left}>
      {me !== null && me.kind !== 'guest' && (
        <Link
          to="/meetings"
          className={classes.minimise}
          aria-label={t('bar.minimise')}
          title={t('bar.minimise')}
        >
          <IconArrowsMinimize size={20} />
        </Link>
      )}
      <div className={classes.about}>
        <p className={classes.title}>{meeting.title}</p>
        <CallTime />
      </div>
    </div>
  );
}

function Middle({ narrow, actions, unread, waiting, panel, open, menuOpened, stage }: Props) {
  const { t } = useTranslation('meetings');
  const { microphoneOn, cameraOn, microphoneProblem, cameraProblem } = useOwnSwitches();
  const sharing = useCallState(({ screens }) => screens.length > 0);
  const raised = (useSelf()?.handRaisedAt ?? null) !== null;
  return (
    <div className={classes.middle}>
      <span className={classes.pair}>
        <RoundButton
          label={t(microphoneOn ? 'bar.microphoneOff' : 'bar.microphoneOn')}
          keys={keysOf.microphone[0]}
          off={!microphoneOn}
          warning={microphoneProblem}
          onClick={actions.microphone}
        >
          {microphoneOn ? <IconMicrophone size={22} /> : <IconMicrophoneOff size={22} />}
        </RoundButton>
        {!narrow && <DeviceMenu kinds={['microphone', 'speaker']} opened={menuOpened} />}
      </span>
      <span className={classes.pair}>
        <RoundButton
          label={t(cameraOn ? 'bar.cameraOff' : 'bar.cameraOn')}
          keys={keysOf.camera[0]}
          off={!cameraOn}
          warning={cameraProblem}
          onClick={actions.camera}
        >
          {cameraOn ? <IconVideo size={22} /> : <IconVideoOff size={22} />}
        </RoundButton>
        {!narrow && <DeviceMenu kinds={['camera']} opened={menuOpened} />}
      </span>
      {!narrow && canShareScreen() && (
        <RoundButton
          label={t(sharing ? 'bar.shareStop' : 'bar.share')}
          keys={keysOf.share[0]}
          active={sharing}
          onClick={actions.share}
        >
          {sharing ? <IconScreenShareOff size={22} /> : <IconScreenShare size={22} />}
        </RoundButton>
      )}
      {!narrow && (
        <RoundButton
          label={t(raised ? 'bar.handDown' : 'bar.handUp')}
          keys={keysOf.hand[0]}
          active={raised}
          onClick={actions.hand}
        >
          <IconHandStop size={22} />
        </RoundButton>
      )}
      {narrow && (
        <RoundButton
          label={t('bar.chat')}
          badge={unread}
          expanded={panel === 'chat'}
          active={panel === 'chat'}
          onClick={actions.chat}
        >
          <IconMessageCircle size={22} />
        </RoundButton>
      )}
      <MoreMenu
        narrow={narrow}
        waiting={waiting}
        stage={stage}
        actions={actions}
        open={open}
        opened={menuOpened}
      />
      <RoundButton label={t('bar.leave')} danger onClick={actions.leave}>
        <IconPhone className={buttonClasses.hangUp} size={22} />
      </RoundButton>
    </div>
  );
}

function Right({ stage, panel, unread, waiting, actions }: Props) {
  const { t } = useTranslation('meetings');
  const count = useCallState(({ room }) => room?.participants.length ?? 0);
  return (
    <div className={classes.right}>
      <RoundButton
        label={t(stage ? 'bar.layoutGrid' : 'bar.layoutSpeaker')}
        keys={keysOf.layout[0]}
        onClick={actions.layout}
      >
        {stage ? <IconLayoutGrid size={22} /> : <IconLayoutSidebarRight size={22} />}
      </RoundButton>
      <RoundButton
        label={waiting > 0 ? t('bar.peopleWaiting', { count: waiting }) : t('bar.people', { count })}
        keys={keysOf.people[0]}
        badge={waiting > 0 ? waiting : undefined}
        expanded={panel === 'people'}
        active={panel === 'people'}
        onClick={actions.people}
      >
        <IconUsers size={22} />
      </RoundButton>
      <RoundButton
        label={unread > 0 ? t('bar.chatUnread', { count: unread }) : t('bar.chat')}
        keys={keysOf.chat[0]}
        badge={unread}
        expanded={panel === 'chat'}
        active={panel === 'chat'}
        onClick={actions.chat}
      >
        <IconMessageCircle size={22} />
      </RoundButton>
    </div>
  );
}
