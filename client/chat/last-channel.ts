import type { ChannelId } from '#shared/contract/ids.ts';
import { ChannelId as ChannelIdSchema } from '#shared/contract/ids.ts';
import { useSession } from '../app/session.ts';
import { browserStorage, createKeep } from '../app/keep.ts';

const keep = createKeep(browserStorage('localStorage'), 'chat', () => useSession.getState().me?.id);

export const rememberChannel = (channelId: ChannelId) => keep.write('last', channelId);
export const lastChannel = (): ChannelId | undefined => ChannelIdSchema.safeParse(keep.read('last')).data;
