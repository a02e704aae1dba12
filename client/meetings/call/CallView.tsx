import { VisuallyHidden } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrange } from '../core/tiles.ts';
import { AloneCard } from './AloneCard.tsx';
import { CallBar } from './CallBar.tsx';
import { CallDialogs, type CallDialog } from './CallDialogs.tsx';
import { CallNotices } from './CallNotices.tsx';
import classes from './CallView.module.css';
import { ChatPanel } from './ChatPanel.tsx';
import { GridView } from './GridView.tsx';
import { KnockCard } from './KnockCard.tsx';
import { PeoplePanel } from './PeoplePanel.tsx';
import { StageView } from './StageView.tsx';
import { useToastsAbove } from './use-toasts-above.ts';
import { useBarVisible } from './use-bar-visible.ts';
import { useCall, useCallState } from './use-call.ts';
import { useCallKeys } from './use-call-keys.ts';
import { useCallLayout } from './use-call-layout.ts';
import { useKnocks } from './use-knocks.ts';
import { useNarrow } from './use-narrow.ts';
import { useUnreadChat } from './use-unread-chat.ts';
import { useCallActions } from './use-call-actions.ts';
import { useFullScreen } from './use-full-screen.ts';
import { useWakeLock } from './use-wake-lock.ts';
import { useWords } from './use-words.ts';

export type Panel = 'people' | 'chat' | undefined;

/** The running call: pictures, bar, and at most one panel beside them. */
export function CallView() {
  const { t } = useTranslation('meetings');
  const call = useCall();
  const root = useRef<HTMLDivElement>(null);
  const [panel, setPanel] = useState<Panel>();
  const [dialog, setDialog] = useState<CallDialog>();
  const [menus, setMenus] = useState(0);
  const room = useCallState((state) => state.room);
  const screens = useCallState((state) => state.screens);
  const speaker = useCallState((state) => state.speaker);
  const { layout, pinned, pin, setLayout } = useCallLayout();
  const narrow = useNarrow();
  const words = useWords();
  const knocks = useKnocks();
  const unread = useUnreadChat(panel === 'chat');
  const arrangement = room
    ? arrange({ room, self: call.participantId, ownScreens: screens, layout, pinned, speaker })
    : undefined;
  const toggle = (which: 'people' | 'chat') => setPanel(panel === which ? undefined : which);
  const actions = useCallActions({
    root,
    toggleLayout: () => setLayout(arrangement?.kind === 'stage' ? 'grid' : 'speaker'),
    toggle,
  });
  useCallKeys(actions);
  useToastsAbove();
  useWakeLock();
  // In a window the bar has a place of its own, so that nothing jumps when it goes; on a full screen it floats.
  const full = useFullScreen();
  const floats = full && !narrow && panel === undefined;
  const mayHide = useAnyPicture() && !narrow && panel === undefined && menus === 0 && dialog === undefined;
  const visible = useBarVisible(mayHide);
  return (
    <div ref={root} className={classes.call} data-floats={floats} data-bar={visible}>
      <h1 className={classes.heading} tabIndex={-1} data-page-title>
        <VisuallyHidden>{call.meeting.title}</VisuallyHidden>
      </h1>
      <div className={classes.main}>
        <div className={classes.stage}>
          {arrangement?.kind === 'grid' && <GridView tiles={arrangement.tiles} pinned={pinned} pin={pin} />}
          {arrangement?.kind === 'stage' && (
            <StageView stage={arrangement.stage} strip={arrangement.strip} pinned={pinned} pin={pin} />
          )}
          {room?.participants.length === 1 && panel === undefined && <AloneCard />}
          <CallNotices>
            {panel !== 'people' && <KnockCard knocks={knocks} show={() => setPanel('people')} />}
          </CallNotices>
        </div>
        <CallBar
          visible={visible}
          panel={panel}
          stage={arrangement?.kind === 'stage'}
          unread={unread}
          waiting={knocks.waiting.length}
          narrow={narrow}
          actions={actions}
          open={setDialog}
          menuOpened={(opened) => setMenus((count) => Math.max(0, count + (opened ? 1 : -1)))}
        />
      </div>
      {panel === 'people' && <PeoplePanel knocks={knocks} close={() => setPanel(undefined)} />}
      {panel === 'chat' && <ChatPanel close={() => setPanel(undefined)} />}
      <CallDialogs dialog={dialog} close={() => setDialog(undefined)} />
      <VisuallyHidden role="log" aria-live="polite" aria-label={t('announce.label')}>
        {words.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </VisuallyHidden>
    </div>
  );
}

/** Whether anybody's picture is on screen, one's own included. */
function useAnyPicture(): boolean {
  return useCallState(({ room }) =>
    (room?.participants ?? []).some(({ producers }) =>
      producers.some(({ kind, paused }) => kind === 'video' && !paused),
    ),
  );
}
