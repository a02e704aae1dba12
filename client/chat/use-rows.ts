import type { ChannelId } from '#shared/contract/ids.ts';
import { useMe } from '../app/hub.ts';
import { buildRows, type Row } from './rows.ts';
import { useChanges, useOutgoing } from './use-chat.ts';
import type { ReadyView } from './view.core.ts';

/** The lines of the list: messages with what is on its way. */
export function useRows(channelId: ChannelId, view: ReadyView): Row[] {
  const me = useMe();
  const outgoing = useOutgoing(channelId);
  const changes = useChanges();
  const { window, divider } = view;
  return buildRows({
    messages: window.messages,
    // Away from the end there is no place for them; sending goes to the end.
    outgoing: window.moreAfter ? [] : outgoing,
    changes,
    divider,
    me: me.id,
    timeZone: me.timeZone,
  });
}
