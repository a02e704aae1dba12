import type { HubClient } from '#shared/client.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import { joinRoom } from '#shared/contract/media.ts';
import { knock } from '#shared/contract/meetings.ts';
import type { JoinAnswer } from './media-session.ts';

/** Enters the room. An admission may be forgotten by a restarted hub: knocking again renews it. */
export async function askToEnter(hub: HubClient, input: InputOf<typeof joinRoom>): Promise<JoinAnswer> {
  try {
    return await hub.call(joinRoom, input);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'forbidden') throw error;
    const { state } = await hub.call(knock, { meetingId: input.meetingId });
    if (state === 'denied') throw error;
    if (state === 'waiting') throw new AppError('unavailable', 'Waiting to be let in again.');
    return hub.call(joinRoom, input);
  }
}
