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
    /** For administrators: what flows on the node. */
    describeNode: (node: NodeId): Promise<NodeDescription> =>
      bus.request({ node }, nodeDescribe, {}, { deadlineMs: 2_000 }),
    /** Out of every room, wherever it is. */
    removeEverywhere: (personId: PersonId): void => bus.publish(personOut, { personId }),
  };
}
export type RoomControl = ReturnType<typeof createRoomControl>;
