import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { OutputOf } from '#shared/contract/define.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import {
  listMeetings,
  type MyMeeting,
  meetingChanged,
  meetingLiveChanged,
  meetingRemoved,
} from '#shared/contract/meetings.ts';
import { hub } from '../../app/hub.ts';
import { queryClient } from '../../app/query.ts';

type Pages = InfiniteData<OutputOf<typeof listMeetings>, MeetingId | undefined>;
const key = [listMeetings.name, 'pages'];

/** Newest first, page by page, kept fresh by events. */
export function useMeetings() {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }: { pageParam: MeetingId | undefined }) =>
      hub.call(listMeetings, pageParam === undefined ? {} : { before: pageParam }),
    initialPageParam: undefined as MeetingId | undefined,
    getNextPageParam: ({ meetings, more }) => (more ? meetings.at(-1)?.id : undefined),
  });
  useEffect(() => {
    const stops = [
      hub.on(meetingChanged, ({ meeting }) => {
        if (!patch(meeting.id, (old) => ({ ...old, ...meeting })))
          void queryClient.invalidateQueries({ queryKey: key });
      }),
      hub.on(meetingRemoved, ({ meetingId }) => dropMeeting(meetingId)),
      hub.on(meetingLiveChanged, ({ meetingId, live }) => void patch(meetingId, (old) => ({ ...old, live }))),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return query;
}

/** True when the meeting was in the list. */
function patch(id: MeetingId, change: (old: MyMeeting) => MyMeeting): boolean {
  let found = false;
  queryClient.setQueryData<Pages>(
    key,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          meetings: page.meetings.map((one) => {
            if (one.id !== id) return one;
            found = true;
            return change(one);
          }),
        })),
      },
  );
  return found;
}

export const putMeeting = (meeting: MyMeeting): void => {
  if (patch(meeting.id, () => meeting)) return;
  queryClient.setQueryData<Pages>(key, (data) => {
    const [first, ...rest] = data?.pages ?? [];
    if (!data || !first) return data;
    return { ...data, pages: [{ ...first, meetings: [meeting, ...first.meetings] }, ...rest] };
  });
};

export function dropMeeting(id: MeetingId): void {
  queryClient.setQueryData<Pages>(
    key,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          meetings: page.meetings.filter((one) => one.id !== id),
        })),
      },
  );
}
