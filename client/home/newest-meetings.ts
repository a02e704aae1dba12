import {
  listMeetings,
  type MyMeeting,
  meetingChanged,
  meetingLiveChanged,
  meetingRemoved,
} from '#shared/contract/meetings.ts';
import { hub } from '../app/hub.ts';
import { people } from '../app/people.ts';
import { commandQuery, patchQuery } from '../app/query.ts';

const input = { limit: 30 };

/** The newest meetings. Home looks again whenever it is opened; in between events keep them fresh. */
export const newestMeetings = () => ({
  ...commandQuery(listMeetings, input),
  refetchOnMount: 'always' as const,
});

const patchMeetings = (patch: (meetings: MyMeeting[]) => MyMeeting[]) =>
  patchQuery(listMeetings, input, (page) => ({ ...page, meetings: patch(page.meetings) }));

hub.on(meetingLiveChanged, ({ meetingId, live }) => {
  people.remember(live.people);
  patchMeetings((meetings) =>
    meetings.map((meeting) => (meeting.id === meetingId ? { ...meeting, live } : meeting)),
  );
});
hub.on(meetingChanged, ({ meeting }) =>
  patchMeetings((meetings) =>
    meetings.map((known) => (known.id === meeting.id ? { ...known, ...meeting } : known)),
  ),
);
hub.on(meetingRemoved, ({ meetingId }) =>
  patchMeetings((meetings) => meetings.filter(({ id }) => id !== meetingId)),
);
