import type { Actor } from '#server/accounts/actor.ts';
import type { Tx } from '#server/platform/db.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { Meeting } from '#shared/contract/meetings.ts';
import type { Lobby } from './lobby.service.ts';
import { findForPerson, lockMeeting } from './meetings.store.ts';
import type { Pages } from './pages.service.ts';
import type { Roles } from './roles.service.ts';

type Parts = { pages: Pages; lobby: Lobby; roles: Roles };
/** What another domain wants of a meeting that is tied to something of its own, such as a ticket. */
export type Tie = {
  /** The meeting that is tied to it already; another one is made in place of one that was archived. */
  meetingId: MeetingId | null;
  title: string;
  createdBy: PersonId;
  hosts: readonly PersonId[];
  /** Need not knock, unless a host has sent them away. */
  admitted: readonly PersonId[];
};

/** In the other domain's change: it has judged who may. Everybody else with the link waits in the lobby. */
export function createTied({ pages, lobby, roles }: Parts) {
  return async function openFor(tx: Tx, actor: Actor, tie: Tie): Promise<Meeting> {
    const { title, createdBy, hosts, admitted } = tie;
    const tied = tie.meetingId ? await lockMeeting(tx, tie.meetingId) : undefined;
    const meeting =
      tied && !tied.archivedAt
        ? tied
        : await pages.make(tx, actor, { title, createdBy, spaceId: null, lobby: true });
    for (const personId of hosts) {
      const found = await findForPerson(tx, personId, { id: meeting.id });
      if (found?.givenRole !== 'host') await roles.give(tx, meeting.id, personId, 'host');
    }
    for (const personId of admitted) await lobby.admit(tx, meeting.id, personId);
    return meeting;
  };
}
