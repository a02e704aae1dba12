import type { MyChannel } from '#shared/contract/chat.ts';
import type { MySpace } from '#shared/contract/spaces.ts';
import type { ChannelsState } from './channels.core.ts';

export type ChatSection = { space: MySpace; channels: MyChannel[] };

const byName = (a: { name: string }, b: { name: string }) =>
  a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' });

/** The side bar: the spaces one is in, by name, each with its channels by name. */
export function chatSections({
  spaces,
  channels,
}: Pick<ChannelsState, 'spaces' | 'channels'>): ChatSection[] {
  const alive = [...channels.values()].filter(({ archivedAt }) => archivedAt === null);
  return [...spaces.values()]
    .filter(({ role, archivedAt }) => role !== null && archivedAt === null)
    .sort(byName)
    .map((space) => ({ space, channels: alive.filter(({ spaceId }) => spaceId === space.id).sort(byName) }));
}

/** Channels with something new, those with mentions first. */
export const unreadChannels = ({ channels }: Pick<ChannelsState, 'channels'>): MyChannel[] =>
  [...channels.values()]
    .filter(({ unread, spaceId, archivedAt }) => unread > 0 && spaceId !== null && archivedAt === null)
    .sort((a, b) => b.mentions - a.mentions || byName(a, b));

export const totalOf = (list: readonly MyChannel[]) => ({
  unread: list.length > 0,
  mentions: list.reduce((sum, { mentions }) => sum + mentions, 0),
});
