import { IconHash } from '@tabler/icons-react';
import type { ChannelId } from '#shared/contract/ids.ts';
import { setBadge } from '../app/badges.ts';
import { registerKeys } from '../app/keys.ts';
import { useSession } from '../app/session.ts';
import { registerSwitcherSource, type SwitcherItem } from '../app/switcher.ts';
import { threads } from '../panels/use-panels.ts';
import { chatSections, totalOf, unreadChannels } from './sections.ts';
import { chat } from './use-chat.ts';

/** Starts chat for the signed-in person: the rail's badge, the switcher's channels. Call once; `open` leads to a channel. */
export function startChat(open: (channelId: ChannelId) => void): void {
  const startIfSignedIn = () => {
    if (useSession.getState().me === null) return;
    chat.start();
    threads.start();
  };
  useSession.subscribe(startIfSignedIn);
  startIfSignedIn();
  chat.channels.store.subscribe((state) => setBadge('chat', totalOf(unreadChannels(state))));
  addEventListener('pagehide', () => chat.drafts.save());
  registerSwitcherSource({ group: 'channels', items: () => channelItems(open) });
  registerKeys(keys);
}

function channelItems(open: (channelId: ChannelId) => void): SwitcherItem[] {
  return chatSections(chat.channels.store.getState()).flatMap(({ space, channels }) =>
    channels.map(({ id, name, unread, mentions }) => ({
      id: `channel-${id}`,
      label: name,
      hint: space.name,
      icon: <IconHash size={18} />,
      weight: mentions > 0 ? 30 : unread > 0 ? 15 : 0,
      run: () => open(id),
    })),
  );
}

const keys = {
  group: 'chat:keys.title',
  entries: [
    { keys: ['Enter'], label: 'chat:keys.send' },
    { keys: ['Shift', 'Enter'], label: 'chat:keys.newline' },
    { keys: ['↑'], label: 'chat:keys.editLast' },
    { keys: ['Mod', 'B'], label: 'chat:keys.bold' },
    { keys: ['Mod', 'I'], label: 'chat:keys.italic' },
    { keys: ['Mod', 'E'], label: 'chat:keys.code' },
    { keys: ['@'], label: 'chat:keys.mention' },
    { keys: ['E'], label: 'chat:keys.edit' },
    { keys: ['R'], label: 'chat:keys.quote' },
    { keys: ['C'], label: 'chat:keys.copyLink' },
    { keys: ['Delete'], label: 'chat:keys.delete' },
  ],
};
