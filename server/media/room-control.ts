import type { Bus } from '#server/platform/bus.ts';
import type { MeetingId, PersonId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import { nodeCloseRoom, nodeRemove, nodeSetRole, personOut } from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';

/** Orders about live rooms that other domains may give once they have authorised them. Nothing live: nothing to do. */
export function createRoomControl(bus: Bus, nodes: MediaNodes) {
  return {
    async setRole(meetingId: MeetingId, personId: PersonId, role: MeetingRole): Promise<void> {
      const node = nodes.nodeOf(meetingId);
      if (node) await bus.request({ node }, nodeSetRole, { meetingId, personId, role });
    },
    async removePerson(meetingId: MeetingId, personId: PersonId): Promise<void> {
      const node = nodes.nodeOf(meetingId);
      if (node) await bus.request({ node }, nodeRemove, { meetingId, personId });
    },
    async closeRoom(meetingId: MeetingId): Promise<void> {
      const node = nodes.nodeOf(meetingId);
      if (node) await bus.request({ node }, nodeCloseRoom, { meetingId });
    },
    /** Out of every room, wherever it is. */
    removeEverywhere: (personId: PersonId): void => bus.publish(personOut, { personId }),
  };
}
export type RoomControl = ReturnType<typeof createRoomControl>;
