import type { Actor } from '#server/accounts/actor.ts';
import type { Me } from '#shared/contract/accounts.ts';

/** An administrator, for services whose commands are bound elsewhere. */
export const actorOf = (me: Me): Actor => ({
  personId: me.id,
  kind: me.kind,
  isAdmin: me.isAdmin,
  sessionId: null,
  tokenId: null,
  scopes: 'all',
  displayName: me.displayName,
  locale: 'en',
  guestMeetingId: null,
});
