import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getMeeting } from '#shared/contract/meetings.ts';
import { useMaybeMe } from '../../app/hub.ts';
import { commandQuery } from '../../app/query.ts';
import { useActiveCall } from '../active-call.ts';
import { CallPage } from '../call/CallPage.tsx';
import { Door, DoorSkeleton, NoMeeting } from './Door.tsx';
import { Entry } from './Entry.tsx';
import { GuestDoor } from './GuestDoor.tsx';

/** `/m/CODE`: a stranger gives a name, everybody looks into the mirror, then the call. */
export function MeetingPage() {
  const { code } = useParams({ from: '/shell/m/$code' });
  const me = useMaybeMe();
  const call = useActiveCall();
  if (me === null || (me.kind === 'guest' && me.guestMeetingCode !== code)) return <GuestDoor code={code} />;
  if (call && call.meeting.code === code) return <CallPage key={call.participantId} call={call} />;
  return <MemberDoor key={code} code={code} />;
}

function MemberDoor({ code }: { code: string }) {
  const { t } = useTranslation('meetings');
  const { data: meeting, error, refetch } = useQuery({ ...commandQuery(getMeeting, { code }), staleTime: 0 });
  if (meeting) return <Entry meeting={meeting} />;
  if (error) return <NoMeeting error={error} retry={() => void refetch()} />;
  return (
    <Door title={t('join.title')} heading={t('join.title')}>
      <DoorSkeleton />
    </Door>
  );
}
