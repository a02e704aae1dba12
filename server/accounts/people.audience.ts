import type { Reader } from '#server/platform/db.ts';
import { type Audience, audience } from '#server/signaling/audience.ts';
import type { CardRow } from './present.ts';

/**
 * Who hears that a person's card changed: colleagues, and the spaces where customers meet them. A guest is known to
 * their meeting.
 */
export async function audiencesOfCard(
  reader: Reader,
  person: CardRow & { guestMeetingId: Parameters<typeof audience.meeting>[0] | null },
): Promise<Audience[]> {
  if (person.guestMeetingId) return [audience.meeting(person.guestMeetingId)];
  const rows = await reader
    .selectFrom('space_members')
    .innerJoin('spaces', 'spaces.id', 'space_members.space_id')
    .select('spaces.id')
    .where('space_members.person_id', '=', person.id)
    .where('spaces.kind', '=', 'client')
    .where('spaces.archived_at', 'is', null)
    .execute();
  return [audience.organisation(), ...rows.map(({ id }) => audience.space(id))];
}
