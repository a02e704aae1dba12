import type { PersonId } from '#shared/contract/ids.ts';
import type { Presence } from '#shared/contract/presence.ts';

export type PersonPresence = { personId: PersonId; presence: Presence };

const strength: Record<Presence, number> = { offline: 0, away: 1, online: 2, inCall: 3 };

/** What somebody is who is several things at once, in several tabs or on several nodes. */
export const strongest = (all: Iterable<Presence>): Presence =>
  [...all].reduce((best, next) => (strength[next] > strength[best] ? next : best), 'offline' as Presence);
