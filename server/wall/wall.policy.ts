import type { Actor } from '#server/accounts/actor.ts';
import type { QueueId } from '#shared/contract/ids.ts';

/** Figures are of the queues that one reads, so customers and guests have none. */
export const canWatch = ({ kind }: Pick<Actor, 'kind'>): boolean => kind === 'member';
/** Makes and revokes screens, and says when a ticket is late. */
export const canManageWalls = ({ isAdmin }: Pick<Actor, 'isAdmin'>): boolean => isAdmin;
/** A screen shows no queue that who made it does not read any more. */
export const shownOn = (chosen: readonly QueueId[], readable: readonly { id: QueueId }[]): QueueId[] =>
  readable.map(({ id }) => id).filter((id) => chosen.includes(id));
