import type { Db } from '#server/platform/db.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { EventDef, PayloadOf } from '#shared/contract/define.ts';
import type { Meeting } from '#shared/contract/meetings.ts';
import { interestedPeople } from './meeting-people.store.ts';

/**
 * Everybody who has the meeting in front of them: its space, those in its room, and those who have it in their list.
 * Somebody may be in two of these; what is said is the whole state, so hearing it twice does no harm.
 */
export function createAnnounce(db: Db, publisher: Publisher) {
  return async function announce<E extends EventDef>(
    meeting: Meeting,
    event: E,
    payload: PayloadOf<E>,
  ): Promise<void> {
    const audiences: Audience[] = [audience.meeting(meeting.id)];
    if (meeting.spaceId) audiences.push(audience.space(meeting.spaceId));
    for (const personId of await interestedPeople(db.read, meeting.id))
      audiences.push(audience.person(personId));
    for (const each of audiences) publisher.publish(each, event, payload);
  };
}
export type Announce = ReturnType<typeof createAnnounce>;
