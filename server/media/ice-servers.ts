import { createHmac } from 'node:crypto';
import type * as z from 'zod';
import type { Config } from '#server/config/config.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { IceServer } from '#shared/contract/media.ts';

/** Longer than a working day's longest call: a relay asks for the password again at every refresh. */
const validSeconds = 12 * 3_600;

/**
 * The relays a client may use, with a password of its own that ends. The scheme is coturn's `use-auth-secret`
 * (draft-uberti-behave-turn-rest-00): user `EXPIRY:NAME`, password the base64 HMAC-SHA1 of it.
 */
export function iceServersFor(
  turn: Config['turn'],
  personId: PersonId,
  now: Date,
): z.output<typeof IceServer>[] {
  if (!turn || turn.urls.length === 0) return [];
  const username = `${Math.floor(now.getTime() / 1000) + validSeconds}:${personId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: turn.urls, username, credential }];
}
