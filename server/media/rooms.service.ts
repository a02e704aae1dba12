import type { Actor } from '#server/accounts/actor.ts';
import type { Config } from '#server/config/config.ts';
import type { Meetings } from '#server/meetings/meetings.ts';
import type { Bus, BusCommand } from '#server/platform/bus.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Logger } from '#server/platform/logger.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import type { Connection } from '#server/signaling/bind.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import { nothing, type OutputOf, type ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, NodeId, ParticipantId } from '#shared/contract/ids.ts';
import type { joinRoom, leaveRoom, listProbes, RoomSnapshot, resumeRoom } from '#shared/contract/media.ts';
import { Region } from '#shared/contract/regions.ts';
import { createBrokenWays } from './broken-ways.ts';
import { createDesk, type Held } from './desk.ts';
import { createEntrance, holderOf } from './entrance.ts';
import { iceServersFor } from './ice-servers.ts';
import * as commands from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';
import { createPartNews } from './part-news.ts';
import { createPartReader } from './parts.ts';
import { createPlacement, type PlacementOptions } from './placement.ts';
import type { RoomControl } from './room-control.ts';

/** Told of connections that enter their first room and leave their last one. */
export type CallPresence = { enterCall(connectionId: string): void; leaveCall(connectionId: string): void };
export type RoomsOptions = {
  bus: Bus;
  nodes: MediaNodes;
  control: RoomControl;
  meetings: Meetings;
  presence: CallPresence;
  turn: Config['turn'];
  /** Where this hub stands. */
  region: Region;
  missed: PlacementOptions['missed'];
  clock: Clock;
  logger: Logger;
};
type Here = { meetingId: MeetingId; participantId: ParticipantId };

const noRoom = () =>
  new AppError('notFound', 'Nobody is in this meeting.', { details: { reason: 'noRoom' } });
const gone = () =>
  new AppError('conflict', 'The media node of this participant is gone. Join again.', {
    details: { reason: 'interrupted' },
  });

/** The hub's half of a call: it authorises, finds the node, and passes on. The room itself lives on the nodes. */
export async function createRooms({
  bus,
  nodes,
  control,
  meetings,
  presence,
  logger,
  ...options
}: RoomsOptions) {
  // Each join makes transports; a person reloads far less often, a program with many participants gets along too.
  const joins = limiter('mediaJoin', { points: 300, perSeconds: 60 });
  const events = {
    entered: presence.enterCall,
    left: presence.leaveCall,
    dropped: (held: Held) => news.tellAway(held),
    cutOff: (held: Held, from: NodeId, broken: boolean) => news.tellCutOff(held, from, broken),
  };
  const desk = createDesk(bus, events, logger);
  const ways = createBrokenWays();
  const news = createPartNews(bus, nodes, desk, ways, logger);
  const placeOf = createPlacement({ nodes, home: options.region, missed: options.missed });
  const partsOf = createPartReader(bus, nodes, logger);
  const entrance = createEntrance({ bus, nodes, desk, meetings, logger, ways, placeOf, partsOf });

  async function join(
    actor: Actor,
    input: ParsedInputOf<typeof joinRoom>,
    connection: Connection,
  ): Promise<OutputOf<typeof joinRoom>> {
    await joins.consume(actor.personId);
    const joined = await entrance.join(actor, input, connection);
    const iceServers = iceServersFor(options.turn, actor.personId, options.clock.now());
    return { ...joined, iceServers };
  }

  async function resume(
    actor: Actor,
    input: ParsedInputOf<typeof resumeRoom>,
    connection: Connection,
  ): Promise<OutputOf<typeof resumeRoom>> {
    await requireKnown(input.node);
    return await entrance.resume(actor, input, connection);
  }

  async function requireKnown(node: NodeId): Promise<void> {
    if (!(await nodes.knows(node))) throw gone();
  }

  /** For commands that need nothing but the seat: the node knows who holds it. */
  function forward<I extends Here & { node: NodeId }, O>(
    command: BusCommand<I & { holder: commands.Holder }, O>,
  ) {
    return async (actor: Actor, input: I, connection: Connection): Promise<O> => {
      await requireKnown(input.node);
      return await bus.request({ node: input.node }, command, {
        ...input,
        holder: holderOf(actor, connection),
      });
    };
  }

  const leaveNode = forward(commands.nodeLeave);
  /** Where the node is gone there is nothing to leave but this hub's own note of it. */
  async function leave(actor: Actor, input: ParsedInputOf<typeof leaveRoom>, connection: Connection) {
    if (await nodes.knows(input.node)) return await leaveNode(actor, input, connection);
    desk.release({ ...input, connection });
    return nothing;
  }

  async function snapshot(actor: Actor, meetingId: MeetingId, connection: Connection): Promise<RoomSnapshot> {
    if (!desk.holds(connection, meetingId)) await meetings.requireAdmitted(actor, meetingId);
    return { meetingId, ...(await partsOf(meetingId)) };
  }

  /** The nodes with a part of the room; nobody's room is not found. */
  function nodesOf(meetingId: MeetingId): NodeId[] {
    const all = nodes.nodesOf(meetingId);
    if (all.length === 0) throw noRoom();
    return all;
  }

  /** Done when one of the parts has obeyed: the others do not have the participant. */
  async function mute(actor: Actor, here: Here): Promise<typeof nothing> {
    await meetings.requireHost(actor, here.meetingId);
    const asked = nodesOf(here.meetingId).map((node) => bus.request({ node }, commands.nodeMute, here));
    const answers = await Promise.allSettled(asked);
    const refusal = answers.find((each) => each.status === 'rejected');
    if (refusal && answers.every(({ status }) => status === 'rejected')) throw refusal.reason;
    return nothing;
  }

  /** The person's right to come back goes first, so that a quick client does not slip in again. */
  async function remove(actor: Actor, { meetingId, participantId }: Here): Promise<typeof nothing> {
    await meetings.requireHost(actor, meetingId);
    nodesOf(meetingId);
    const { parts } = await partsOf(meetingId);
    const participants = parts.flatMap((part) => part.participants);
    const target = participants.find(({ id }) => id === participantId);
    if (!target) throw new AppError('notFound', 'This participant is not in the room.');
    await meetings.turnAway(actor, meetingId, target.person);
    await control.removePerson(meetingId, target.person.id);
    return nothing;
  }

  function probes(): OutputOf<typeof listProbes> {
    return {
      probes: nodes.loads().flatMap(({ region, probe }) => {
        const known = Region.safeParse(region);
        return probe && known.success ? [{ region: known.data, ...probe }] : [];
      }),
    };
  }

  const stop = await bus.handle(hubAlive, async ({ seats = [] }, from) => ({
    gone: desk.goneOf(seats.map(({ connectionId }) => connectionId)),
    held: seats.flatMap((seat) =>
      desk.isHeld({ ...seat, node: from as NodeId }) ? [seat.participantId] : [],
    ),
  }));

  return {
    join,
    resume,
    snapshot,
    mute,
    remove,
    leave,
    probes,
    connectTransport: forward(commands.nodeConnect),
    restartIce: forward(commands.nodeRestartIce),
    produce: forward(commands.nodeProduce),
    setProducerPaused: forward(commands.nodePauseProducer),
    closeProducer: forward(commands.nodeCloseProducer),
    consume: forward(commands.nodeConsume),
    tuneConsumers: forward(commands.nodeTune),
    closeConsumers: forward(commands.nodeCloseConsumers),
    raiseHand: forward(commands.nodeRaiseHand),
    dump: desk.dump,
    close: stop,
    [Symbol.asyncDispose]: stop,
  };
}
export type Rooms = Awaited<ReturnType<typeof createRooms>>;
