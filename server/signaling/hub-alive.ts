import { busCommand } from '#server/platform/bus.ts';
import type { ParticipantId } from '#shared/contract/ids.ts';

/**
 * Asks a node by name whether it still plays the hub; what it held for its connections is swept when it does not. Of the seats
 * at the asking node that it is believed to speak for, it names the connections that are gone and the participants whose seats
 * are held.
 */
export const hubAlive = busCommand<
  { seats?: { connectionId: string; participantId: ParticipantId }[] },
  { gone?: string[]; held?: ParticipantId[] }
>('hub:alive');
