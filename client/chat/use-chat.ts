import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { MyChannel } from '#shared/contract/chat.ts';
import type { ChannelId, SpaceId } from '#shared/contract/ids.ts';
import type { MySpace } from '#shared/contract/spaces.ts';
import { hub } from '../app/hub.ts';
import { people } from '../app/people.ts';
import { useSession } from '../app/session.ts';
import type { ChannelsState } from './channels.core.ts';
import { createChat } from './chat.core.ts';
import { browserStorage, createKeep } from '../app/keep.ts';
import { type Draft, emptyDraft } from '../text/mention-text.ts';

const me = () => useSession.getState().me?.id;

/** The chat of this tab. */
export const chat = createChat({
  hub,
  me,
  remember: people.remember,
  keep: createKeep(browserStorage('localStorage'), 'chat', me),
  keepInTab: createKeep(browserStorage('sessionStorage'), 'chat', me),
});

export const useChannels = <T>(select: (state: ChannelsState) => T): T =>
  useStore(chat.channels.store, select);
export const useChannel = (id: ChannelId): MyChannel | undefined =>
  useChannels((state) => state.channels.get(id));
export const useSpace = (id: SpaceId | null | undefined): MySpace | undefined =>
  useChannels((state) => (id ? state.spaces.get(id) : undefined));
export const useView = (id: ChannelId) => useStore(chat.view(id).store);
export const useOutgoing = (id: ChannelId) =>
  useStore(
    chat.outbox.store,
    useShallow((entries) => entries.filter(({ channelId }) => channelId === id)),
  );
export const useChanges = () => useStore(chat.changes.store, ({ changes }) => changes);
export const useDraft = (id: ChannelId): Draft =>
  useStore(chat.drafts.store, ({ drafts }) => drafts[id] ?? emptyDraft);
export const useHasDraft = (id: ChannelId): boolean =>
  useStore(chat.drafts.store, ({ drafts }) => drafts[id] !== undefined);

const nobody: readonly PersonCard[] = [];
export const useTyping = (id: ChannelId): readonly PersonCard[] =>
  useStore(chat.typing.store, ({ typing }) => typing.get(id) ?? nobody);
export const useMembers = (id: SpaceId | null | undefined) =>
  useStore(chat.members.store, ({ spaces }) => (id ? spaces.get(id) : undefined));
