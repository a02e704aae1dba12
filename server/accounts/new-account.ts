import type * as z from 'zod';
import type { Caller } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { acceptInvitation, InvitationRole } from '#shared/contract/accounts.ts';
import type { PersonId } from '#shared/contract/ids.ts';
import type { Announce } from './announce.ts';
import { insertPerson } from './people.store.ts';
import { meOf } from './present.ts';
import type { Sessions } from './sessions.service.ts';
import type { SignedIn } from './sign-in.service.ts';

export type NewAccount = z.output<(typeof acceptInvitation)['body']>;
type Parts = { clock: Clock; sessions: Sessions; announce: Announce };

/** The last step of set-up and of an invitation: the person, and a session for their browser. */
export const createOpenAccount =
  ({ clock, sessions, announce }: Parts) =>
  async (
    tx: Tx,
    account: NewAccount,
    access: { role: z.infer<typeof InvitationRole>; passwordHash: string },
    caller: Caller,
  ): Promise<SignedIn> => {
    const person = await insertPerson(tx, {
      id: newId<PersonId>(),
      kind: access.role === 'customer' ? 'customer' : 'member',
      isAdmin: access.role === 'administrator',
      displayName: account.displayName,
      email: account.email,
      passwordHash: access.passwordHash,
      locale: account.locale,
      timeZone: account.timeZone,
      guestMeetingId: null,
      guestMeetingCode: null,
      createdAt: clock.now(),
    });
    const session = await sessions.open(tx, person, caller);
    announce.card(tx, person);
    return { me: meOf(person, session.sessionId), session };
  };
export type OpenAccount = ReturnType<typeof createOpenAccount>;
