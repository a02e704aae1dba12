import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { moveAsked, partsChanged, roomInterrupted, streamsCut } from '#shared/contract/media.ts';
import type { BrokenWays } from './broken-ways.ts';
import type { Desk, Held } from './desk.ts';
import { nodeAway, nodeMovedOn } from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';

/** A node that was only cut off and is back after longer than this has ended the seats itself. */
const ghostMs = 120_000;

/** What a hub alone can tell its connections: which nodes have a part of their rooms, and that one of them is gone. */
export function createPartNews(bus: Bus, nodes: MediaNodes, desk: Desk, ways: BrokenWays, logger: Logger) {
  /** Seats on nodes that are gone, as far as this hub can tell. */
  const ghosts = new Map<NodeId, Held[]>();

  nodes.onParts((meetingId, all) => {
    for (const connection of desk.connectionsIn(meetingId))
      connection.send(partsChanged, { meetingId, nodes: all });
  });

  nodes.onGone((node, meetingIds) => {
    for (const meetingId of meetingIds)
      for (const connection of desk.connectionsIn(meetingId))
        connection.send(roomInterrupted, { meetingId, node, epoch: null });
    ghosts.set(node, desk.onNode(node));
    setTimeout(() => ghosts.delete(node), ghostMs).unref();
  });

  nodes.onBack((node) => {
    for (const held of ghosts.get(node) ?? [])
      if (sitsElsewhere(held)) tellMovedOn(held);
      else tellAway(held);
    ghosts.delete(node);
  });

  const sitsElsewhere = ({ connection, participantId, node }: Held) =>
    desk.seatsOf(connection, participantId).some((seat) => seat.node !== node);

  /** While the node was away, the participant took a seat on another one. */
  function tellMovedOn({ connection, node, meetingId, participantId }: Held): void {
    const { id: connectionId, actor } = connection;
    const order = { meetingId, participantId, connectionId, personId: actor.personId, graceMs: 0 };
    bus
      .request({ node }, nodeMovedOn, order)
      .catch((error: unknown) => logger.warn({ err: error, node }, 'an older seat may stay for a while'));
  }

  /** Nobody speaks for the seat any more; the node gives it a while. */
  function tellAway({ connection, node, meetingId, participantId }: Held): void {
    bus
      .request({ node }, nodeAway, { meetingId, participantId, connectionId: connection.id })
      .catch((error: unknown) =>
        logger.warn({ err: error, node }, 'a media node did not hear of a lost connection'),
      );
  }

  function tellCutOff(held: Held, from: NodeId, broken: boolean): void {
    const { connection, meetingId, participantId, node } = held;
    connection.send(streamsCut, { meetingId, participantId, node, from });
    if (broken) goAround(held, from);
  }

  /** Both nodes live and do not reach each other: the people of the smaller part go to a node that reaches all. */
  function goAround({ connection, meetingId, participantId, node }: Held, from: NodeId): void {
    if (!nodes.isHeard(from) || !nodes.isHeard(node)) return;
    if (ways.add(node, from))
      logger.warn(
        { nodes: [node, from] },
        'two media nodes do not reach each other: people are asked to move',
      );
    const [here, there] = [nodes.inRoom(meetingId, node), nodes.inRoom(meetingId, from)];
    const yields = here === there ? node > from : here < there;
    if (yields) connection.send(moveAsked, { meetingId, participantId, node });
  }

  return { tellAway, tellCutOff };
}
