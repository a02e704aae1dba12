import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Details, RowsSkeleton } from '../../app/Page.tsx';
import classes from './ChatPanel.module.css';
import { useCall, useCallState } from './use-call.ts';

const ChannelPane = lazy(async () => ({ default: (await import('../../chat/ChannelPane.tsx')).ChannelPane }));

/** The meeting's own channel beside the call; it stays after it. */
export function ChatPanel({ close }: { close: () => void }) {
  const { t } = useTranslation('meetings');
  const { meeting } = useCall();
  const room = useCallState((state) => state.room);
  const people = room?.participants.map(({ person }) => person) ?? [];
  return (
    <Details title={t('bar.chat')} onClose={close}>
      <div className={classes.panel}>
        <Suspense fallback={<RowsSkeleton />}>
          <ChannelPane channelId={meeting.channelId} compact people={people} />
        </Suspense>
      </div>
    </Details>
  );
}
