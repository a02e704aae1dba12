import type { Bus, BusCommand } from '#server/platform/bus.ts';
import type { MeetingId, NodeId, PersonId } from '#shared/contract/ids.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import {
  nodeCloseRoom,
  nodeDescribe,
  type NodeDescription,
  type NodeLoad,
  nodeRemove,
  nodeSetRole,
  nodeSetState,
  personOut,
} from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';

/** Orders about live rooms that other domains may give once they have authorised them. Nothing live: nothing to do. */
export function createRoomControl(bus: Bus, nodes: MediaNodes) {
  /** To every part. One that does not answer must not keep the others from obeying. */
  async function tell<I extends { meetingId: MeetingId }>(command: BusCommand<I, object>, order: I) {
    const all = nodes.nodesOf(order.meetingId).map((node) => bus.request({ node }, command, order));
    const failed = (await Promise.allSettled(all)).find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  return {
    setRole: (meetingId: MeetingId, personId: PersonId, role: MeetingRole): Promise<void> =>
      tell(nodeSetRole, { meetingId, personId, role }),
    removePerson: (meetingId: MeetingId, personId: PersonId): Promise<void> =>
      tell(nodeRemove, { meetingId, personId }),
    closeRoom: (meetingId: MeetingId): Promise<void> => tell(nodeCloseRoom, { meetingId }),
    /** The node keeps it until it ends. */
    async setNodeState(node: NodeId, state: NodeLoad['state']): Promise<void> {
      await bus.request({ node }, nodeSetState, { state });
    },
    /** For administrators: what one node's part of a room carries. */
    async describePart(node: NodeId, meetingId: MeetingId) {
      const { rooms } = await bus.request({ node }, nodeDescribe, { meetingId }, { deadlineMs: 2_000 });
      const [part] = rooms;
      // Each trunk once: as the node tells it that receives.
      const trunks = (part?.trunks ?? []).flatMap(({ direction, node: from, ...trunk }) =>
        direction === 'in' ? [{ ...trunk, from, to: node, lossShare: trunk.lossShare ?? 0 }] : [],
      );
      return { producers: part?.producers ?? 0, consumers: part?.consumers ?? 0, trunks };
    },
    /** Out of every room, wherever it is. */
    removeEverywhere: (personId: PersonId): void => bus.publish(personOut, { personId }),
  };
}
export type RoomControl = ReturnType<typeof createRoomControl>;
