import { useQuery } from '@tanstack/react-query';
import { peekMeeting } from '#shared/contract/meetings.ts';
import { hub } from '../../app/hub.ts';

/** What a stranger with the link may know of the meeting. */
export const usePeek = (code: string) =>
  useQuery({
    queryKey: [peekMeeting.path, code],
    queryFn: () => hub.request(peekMeeting, { params: { code } }),
  });
