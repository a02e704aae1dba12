import { Menu } from '@mantine/core';
import {
  IconActivity,
  IconArrowsMinimize,
  IconCheck,
  IconDots,
  IconHandStop,
  IconKeyboard,
  IconLayoutGrid,
  IconLayoutSidebarRight,
  IconLink,
  IconMaximize,
  IconScreenShare,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMaybeMe } from '../../app/hub.ts';
import { canShareScreen } from '../core/capture.ts';
import { maxScreens } from '../core/own-media.ts';
import type { CallDialog } from './CallDialogs.tsx';
import { RoundButton } from './RoundButton.tsx';
import { useCall, useCallState, useSelf } from './use-call.ts';
import { useCopyLink } from './use-copy-link.ts';
import type { CallActions } from './use-call-actions.ts';

type Props = {
  narrow: boolean;
  waiting: number;
  stage: boolean;
  actions: CallActions;
  open: (dialog: CallDialog) => void;
  opened: (opened: boolean) => void;
};

/** What is not needed every minute; on a phone also what has no place in the bar of five. */
export function MoreMenu({ narrow, waiting, stage, actions, open, opened }: Props) {
  const { t } = useTranslation('meetings');
  const { meeting, shareScreen } = useCall();
  const screens = useCallState((state) => state.screens.length);
  const { copied, copy } = useCopyLink(meeting.code);
  return (
    <Menu position="top" width={260} onChange={opened}>
      <Menu.Target>
        <RoundButton label={t('bar.more')} badge={narrow ? waiting : undefined}>
          <IconDots size={22} />
        </RoundButton>
      </Menu.Target>
      <Menu.Dropdown>
        {narrow && <PhoneItems stage={stage} waiting={waiting} actions={actions} />}
        <Menu.Item
          leftSection={copied ? <IconCheck size={18} /> : <IconLink size={18} />}
          closeMenuOnClick={false}
          onClick={copy}
        >
          {t(copied ? 'list.linkCopied' : 'list.copyLink')}
        </Menu.Item>
        {screens > 0 && screens < maxScreens && (
          <Menu.Item leftSection={<IconScreenShare size={18} />} onClick={() => void shareScreen()}>
            {t('bar.shareAnother')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconMaximize size={18} />} onClick={actions.fullScreen}>
          {t('bar.fullScreen')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings size={18} />} onClick={() => open('settings')}>
          {t('settings.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconActivity size={18} />} onClick={() => open('quality')}>
          {t('quality.title')}
        </Menu.Item>
        {!narrow && (
          <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={actions.help}>
            {t('keys.show')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function PhoneItems({ stage, waiting, actions }: { stage: boolean; waiting: number; actions: CallActions }) {
  const { t } = useTranslation('meetings');
  const navigate = useNavigate();
  const me = useMaybeMe();
  const raised = (useSelf()?.handRaisedAt ?? null) !== null;
  const count = useCallState(({ room }) => room?.participants.length ?? 0);
  return (
    <>
      <Menu.Item leftSection={<IconHandStop size={18} />} onClick={actions.hand}>
        {t(raised ? 'bar.handDown' : 'bar.handUp')}
      </Menu.Item>
      <Menu.Item leftSection={<IconUsers size={18} />} onClick={actions.people}>
        {waiting > 0 ? t('bar.peopleWaiting', { count: waiting }) : t('bar.people', { count })}
      </Menu.Item>
      <Menu.Item
        leftSection={stage ? <IconLayoutGrid size={18} /> : <IconLayoutSidebarRight size={18} />}
        onClick={actions.layout}
      >
        {t(stage ? 'bar.layoutGrid' : 'bar.layoutSpeaker')}
      </Menu.Item>
      {canShareScreen() && (
        <Menu.Item leftSection={<IconScreenShare size={18} />} onClick={actions.share}>
          {t('bar.share')}
        </Menu.Item>
      )}
      {me !== null && me.kind !== 'guest' && (
        <Menu.Item
          leftSection={<IconArrowsMinimize size={18} />}
          onClick={() => void navigate({ to: '/meetings' })}
        >
          {t('bar.minimise')}
        </Menu.Item>
      )}
      <Menu.Divider />
    </>
  );
}
