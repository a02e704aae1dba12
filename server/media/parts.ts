import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import type { RoomPart, RoomSnapshot } from '#shared/contract/media.ts';
import { nodeSnapshot } from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';

export type Parts = Pick<RoomSnapshot, 'parts'> & { silent: NodeId[] };

/** A node that takes longer is named as silent: `partsChanged` and gaps in its numbers bring its part in later. */
const deadlineMs = 1_500;

/** Reads the parts of a room from all nodes that have one, at once. */
export function createPartReader(bus: Bus, nodes: MediaNodes, logger: Logger) {
  async function read(node: NodeId, meetingId: MeetingId): Promise<RoomPart | NodeId | undefined> {
    try {
      return await bus.request({ node }, nodeSnapshot, { meetingId }, { deadlineMs });
    } catch (error) {
      if (error instanceof AppError && error.code === 'notFound') return undefined;
      logger.warn({ err: error, node, meetingId }, 'a part of a room is left out');
      return node;
    }
  }

  return async function partsOf(meetingId: MeetingId, except?: NodeId): Promise<Parts> {
    const others = nodes.nodesOf(meetingId).filter((node) => node !== except);
    const all = await Promise.all(others.map((node) => read(node, meetingId)));
    return {
      parts: all.filter((each) => typeof each === 'object'),
      silent: all.filter((each) => typeof each === 'string'),
    };
  };
}
