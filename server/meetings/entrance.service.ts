import type * as z from 'zod';
import type { SignedIn } from '#server/accounts/sign-in.service.ts';
import { addressKey, type Caller } from '#server/platform/caller.ts';
import type { Platform } from '#server/platform/platform.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { Locale } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Meeting, peekMeeting } from '#shared/contract/meetings.ts';
import { targetOf, unknownMeeting } from './access.ts';
import { findByCode } from './meetings.store.ts';
import type { MeetingsNeeds } from './needs.ts';

type Parts = Pick<Platform, 'db'> &
  Pick<MeetingsNeeds, 'audit' | 'guests' | 'nodes' | 'organisationName' | 'settings'>;
type Name = { displayName: string; locale: Locale };

/** What a stranger who holds the link may do: look through the door, and come in with a name. */
export function createEntrance({ db, audit, guests, nodes, organisationName, settings }: Parts) {
  const peeks = limiter('meetingPeek', { points: 120, perSeconds: 600 });

  async function open(code: string): Promise<Meeting> {
    const meeting = await findByCode(db.read, code);
    if (!meeting || meeting.archivedAt) throw unknownMeeting();
    return meeting;
  }

  return {
    async peek(code: string, caller: Caller): Promise<z.output<(typeof peekMeeting)['output']>> {
      await peeks.consume(addressKey(caller.address));
      const meeting = await open(code);
      return {
        title: meeting.title,
        organisationName: (await organisationName()) ?? '',
        lobby: meeting.lobby,
        liveCount: nodes.live(meeting.id).count,
      };
    },

    async joinAsGuest(code: string, name: Name, caller: Caller): Promise<SignedIn> {
      await guests.limit(caller);
      const meeting = await open(code);
      if (!settings().guests) throw guestsOff();
      return await db.transaction(async (tx) => {
        const guest = { ...name, meetingId: meeting.id, code: meeting.code };
        const signedIn = await guests.create(tx, guest, caller);
        const actor = { personId: signedIn.me.id, displayName: signedIn.me.displayName };
        audit.record(tx, { actor, action: 'meetings.guestEntered', target: targetOf(meeting) });
        return signedIn;
      });
    },
  };
}
const guestsOff = () =>
  new AppError('forbidden', 'This organisation lets nobody in without an account.', {
    details: { reason: 'guestsOff' },
  });

export type Entrance = ReturnType<typeof createEntrance>;
