import { useEffect, useState } from 'react';
import { getChannel, messageChanged } from '#shared/contract/chat.ts';
import { hub } from '../../app/hub.ts';
import { useCall } from './use-call.ts';

/** How many messages of others came since the chat was last looked at. Asking for the channel also makes the hub tell of new ones. */
export function useUnreadChat(open: boolean): number {
  const { channelId } = useCall().meeting;
  const [unread, setUnread] = useState(0);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    setUnread(0);
  }
  useEffect(() => {
    if (open) return;
    let newest = Number.POSITIVE_INFINITY;
    const ask = () => {
      if (hub.state !== 'online') return;
      hub.call(getChannel, { channelId }).then(
        (channel) => {
          newest = channel.lastPosition;
          setUnread(channel.unread);
        },
        // Without the number the chat itself still works.
        () => undefined,
      );
    };
    ask();
    const stops = [
      hub.onState(ask),
      hub.on(messageChanged, (message) => {
        // An edited or deleted message keeps its position.
        if (message.channelId !== channelId || message.position <= newest) return;
        newest = message.position;
        if (message.authorId !== hub.me?.id) setUnread((count) => count + 1);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [open, channelId]);
  return unread;
}
