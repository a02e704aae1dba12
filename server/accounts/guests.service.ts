import { addressKey, type Caller } from '#server/platform/caller.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Locale } from '#shared/contract/accounts.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { AccountLimiters } from './limits.ts';
import { insertPerson } from './people.store.ts';
import { meOf } from './present.ts';
import type { Sessions } from './sessions.service.ts';
import type { SignedIn } from './sign-in.service.ts';

export type NewGuest = { displayName: string; locale: Locale; meetingId: MeetingId; code: string };
type Parts = { clock: Clock; limits: AccountLimiters; sessions: Sessions };

/** People who enter one meeting with only a name; the meeting decides whether its link lets them. */
export function createGuests({ clock, limits, sessions }: Parts) {
  return {
    /** First of all, before the link is even looked at: a guess at a meeting's code costs a point too. */
    limit: (caller: Caller): Promise<void> => limits.guestPerAddress.consume(addressKey(caller.address)),

    async create(tx: Tx, guest: NewGuest, caller: Caller): Promise<SignedIn> {
      const person = await insertPerson(tx, {
        id: newId<PersonId>(),
        kind: 'guest',
        isAdmin: false,
        displayName: guest.displayName,
        email: null,
        passwordHash: null,
        locale: guest.locale,
        timeZone: 'UTC',
        guestMeetingId: guest.meetingId,
        guestMeetingCode: guest.code,
        createdAt: clock.now(),
      });
      const session = await sessions.open(tx, person, caller);
      return { me: meOf(person, session.sessionId), session };
    },
  };
}
export type Guests = ReturnType<typeof createGuests>;
