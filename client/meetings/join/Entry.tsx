import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { getMeeting, type MyMeeting, meetingLiveChanged } from '#shared/contract/meetings.ts';
import { hub } from '../../app/hub.ts';
import { commandQuery, patchQuery } from '../../app/query.ts';
import { createEntrance } from '../core/entrance.core.ts';
import { warmUp } from '../core/media-session.ts';
import { devices } from '../devices.ts';
import { nearness } from '../nearness.ts';
import { startCall, wasInCall } from '../start-call.ts';
import { Door } from './Door.tsx';
import { PreJoin } from './PreJoin.tsx';
import { Returning } from './Returning.tsx';

/** The way into one meeting. A tab that was in the call before a reload goes back in without being asked. */
export function Entry({ meeting }: { meeting: MyMeeting }) {
  const { t } = useTranslation('meetings');
  const [returning] = useState(() => wasInCall(meeting.code));
  const [entrance] = useState(() =>
    createEntrance({ hub, meeting, admitted: () => startCall(meeting).then(() => undefined) }),
  );
  const state = useStore(entrance.store);
  useEffect(() => entrance.open(), [entrance]);
  useEffect(() => {
    if (returning) void entrance.enter();
  }, [entrance, returning]);
  useEffect(() => {
    void devices.open();
    warmUp();
    void nearness.start();
    return () => devices.close();
  }, []);
  useLiveCount(meeting);
  if (returning && (state.kind === 'preview' || state.kind === 'knocking' || state.kind === 'admitted')) {
    return (
      <Door title={meeting.title} heading={meeting.title}>
        <Returning />
      </Door>
    );
  }
  return (
    <Door title={t('join.tab', { title: meeting.title })}>
      <PreJoin meeting={meeting} entrance={entrance} state={state} />
    </Door>
  );
}

function useLiveCount({ id, code }: MyMeeting): void {
  useQuery(commandQuery(getMeeting, { code }));
  useEffect(
    () =>
      hub.on(meetingLiveChanged, ({ meetingId, live }) => {
        if (meetingId === id) patchQuery(getMeeting, { code }, (old) => ({ ...old, live }));
      }),
    [id, code],
  );
}
