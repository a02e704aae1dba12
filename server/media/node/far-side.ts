import { type Bus, type BusCommand, busProtocol } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import * as commands from '../media.commands.ts';
import type { FarSide } from './trunk-in.ts';
import type { TrunkNews } from './trunk-out.ts';

/** Two of them in a row must fit into what a client waits for its consumers. */
const deadlineMs = 2_000;

/** Another node's part of a room, over the bus. */
export function createFarSide(bus: Bus, logger: Logger, meetingId: MeetingId) {
  function farSide(node: NodeId): FarSide {
    const ask = <I extends { meetingId: MeetingId }, O>(
      command: BusCommand<I, O>,
      input: Omit<I, 'meetingId'>,
    ) => bus.request({ node }, command, { meetingId, ...input } as I, { deadlineMs });
    return {
      open: (trunkId, producerId, layers, end) =>
        ask(commands.nodeOpenTrunk, { trunkId, producerId, layers, end, busProtocol }),
      pipe: (trunkId, producerId, layers) => ask(commands.nodePipe, { trunkId, producerId, layers }),
      sync: (trunkId, seq, wants) => ask(commands.nodeSyncTrunk, { trunkId, seq, wants }),
    };
  }

  function tell(node: NodeId, news: TrunkNews): void {
    bus
      .request({ node }, commands.nodeTrunkNews, { meetingId, ...news }, { deadlineMs })
      .catch((error: unknown) => logger.debug({ err: error, node }, 'news of a trunk did not arrive'));
  }

  return { farSide, tell };
}
