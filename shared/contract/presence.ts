import * as z from 'zod';
import { command, event, Nothing } from './define.ts';
import { PersonId } from './ids.ts';

/** Strongest first: one tab in a call makes the person in a call; online in one tab beats away in another. */
export const Presence = z.enum(['inCall', 'online', 'away', 'offline']);
export type Presence = z.infer<typeof Presence>;

export const PresenceEntry = z.object({ personId: PersonId, presence: Presence });
/** Everybody who is not offline. Members see members; guests and customers see nobody. */
export const listPresence = command('presence:list', Nothing, z.object({ people: z.array(PresenceEntry) }));
/** What this tab says of its person. `offline` and `inCall` are found out by the hub, not said. */
export const setPresence = command(
  'presence:set',
  z.object({ presence: z.enum(['online', 'away']) }),
  Nothing,
);
/** Coalesced: at most four a second. */
export const presenceChanged = event('presence:changed', z.object({ people: z.array(PresenceEntry) }));
