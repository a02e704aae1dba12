import { copyText } from '../../app/clipboard.ts';

export const meetingLink = (code: string): string => `${location.origin}/m/${code}`;
export const copyMeetingLink = (code: string): Promise<boolean> => copyText(meetingLink(code));
