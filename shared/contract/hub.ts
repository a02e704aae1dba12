import * as z from 'zod';
import { Me } from './accounts.ts';
import { event, Nothing } from './define.ts';
import { hubEvents } from './hub-events.ts';

/** First word on every connection: who I am here, and the hub's protocol number. */
export const welcomed = event(
  hubEvents.welcomed,
  z.object({ me: Me, protocol: z.int(), version: z.string() }),
);
/** The server goes away on purpose; reconnect after the given time. */
export const draining = event(hubEvents.draining, z.object({ reconnectAfterMs: z.int() }));
/**
 * Events may have been lost although the connection stood: the hub was cut off from the others for a while. Catch up
 * every stream and read lists anew, as after a reconnect. A call goes on; only its room is looked at again.
 */
export const resync = event(hubEvents.resync, Nothing);
/** The last word before the server closes a connection whose access was taken away. */
export const revoked = event(
  hubEvents.revoked,
  z.object({ reason: z.enum(['signedOut', 'suspended', 'accessChanged']) }),
);
