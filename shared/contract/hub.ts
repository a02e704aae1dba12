import * as z from 'zod';
import { Me } from './accounts.ts';
import { event } from './define.ts';

/** First word on every connection: who I am here, and the hub's protocol number. */
export const welcomed = event('hub:welcomed', z.object({ me: Me, protocol: z.int(), version: z.string() }));
/** The server goes away on purpose; reconnect after the given time. */
export const draining = event('hub:draining', z.object({ reconnectAfterMs: z.int() }));
/** The last word before the server closes a connection whose access was taken away. */
export const revoked = event(
  'hub:revoked',
  z.object({ reason: z.enum(['signedOut', 'suspended', 'accessChanged']) }),
);
