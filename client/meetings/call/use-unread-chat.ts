import { useEffect, useState } from 'react';
import { messageChanged } from '#shared/contract/chat.ts';
import { hub } from '../../app/hub.ts';
import { useCall } from './use-call.ts';

/** How many messages of others came since the chat was last looked at. */
export function useUnreadChat(open: boolean): number {
  const { meeting } = useCall();
  const [unread, setUnread] = useState(0);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    setUnread(0);
  }
  useEffect(() => {
    if (open) return;
    let newest = 0;
    return hub.on(messageChanged, (message) => {
      if (message.channelId !== meeting.channelId || message.authorId === hub.me?.id) return;
      // An edited or deleted message keeps its position.
      if (message.position <= newest || message.editedAt !== null || message.deletedAt !== null) return;
      newest = message.position;
      setUnread((count) => count + 1);
    });
  }, [open, meeting.channelId]);
  return unread;
}
