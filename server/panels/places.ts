import type { Actor } from '#server/accounts/actor.ts';
import type { Place } from '#server/chat/chat.service.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { ChannelId } from '#shared/contract/ids.ts';
import type { PanelsNeeds } from './needs.ts';
import type { Standing } from './panels.policy.ts';

/** A channel of a space, with what the rules ask about it. */
export type SpacePlace = Pick<Place, 'audience'> & { standing: Standing };

/** Where somebody would put a panel or the desk: channels of meetings are no place for either. */
export const createPlaces =
  ({ chat, spaces }: Pick<PanelsNeeds, 'chat' | 'spaces'>) =>
  async (actor: Actor, channelId: ChannelId): Promise<SpacePlace> => {
    const { home, audience, can } = await chat.placeOf(actor, channelId);
    if (home.in !== 'space') throw new AppError('invalid', 'Only channels of spaces have this.');
    const { kind } = await spaces.get(actor, home.spaceId);
    return { audience, standing: { kind, moderates: can.moderate } };
  };
export type PlaceOf = ReturnType<typeof createPlaces>;
