import type { Actor } from '#server/accounts/actor.ts';
import type { Config } from '#server/config/config.ts';
import type { Meetings } from '#server/meetings/meetings.ts';
import type { Bus, BusCommand } from '#server/platform/bus.ts';
import type { Clock } from '#server/platform/clock.ts';
import { newId } from '#server/platform/ids.ts';
import type { Logger } from '#server/platform/logger.ts';
import { limiter } from '#server/platform/rate-limit.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Connection } from '#server/signaling/bind.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import { nothing, type OutputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, ParticipantId } from '#shared/contract/ids.ts';
import {
  type joinRoom,
  type RoomSnapshot,
  type resumeRoom,
  roomInterrupted,
} from '#shared/contract/media.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import { createDesk, type Held } from './desk.ts';
import { iceServersFor } from './ice-servers.ts';
import * as commands from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';
import { createPlacement } from './placement.ts';
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
  clock: Clock;
  logger: Logger;
};
type Here = { meetingId: MeetingId; participantId: ParticipantId };

const noRoom = () =>
  new AppError('notFound', 'Nobody is in this meeting.', { details: { reason: 'noRoom' } });

/** The hub's half of a call: it authorises, finds the node, and passes on. The room itself lives on the node. */
export async function createRooms({
  bus,
  nodes,
  control,
  meetings,
  presence,
  logger,
  ...options
}: RoomsOptions) {
  const nodeFor = createPlacement(bus, nodes);
  // Each join makes transports; a person reloads far less often, a program with many participants gets along too.
  const joins = limiter('mediaJoin', { points: 300, perSeconds: 60 });
  const desk = createDesk(bus, {
    entered: presence.enterCall,
    left: presence.leaveCall,
    dropped: tellAway,
  });

  function tellAway({ connection, ...here }: Held): void {
    const node = nodes.nodeOf(here.meetingId);
    if (!node) return;
    bus
      .request({ node }, commands.nodeAway, { ...here, connectionId: connection.id })
      .catch((error: unknown) =>
        logger.warn({ err: error }, 'a media node did not hear of a lost connection'),
      );
  }

  const holderOf = (actor: Actor, connection: Connection): commands.Holder => ({
    connectionId: connection.id,
    personId: actor.personId,
    sessionId: actor.sessionId,
    tokenId: actor.tokenId,
  });

  async function hearKnocks(connection: Connection, meetingId: MeetingId, role: MeetingRole): Promise<void> {
    if (role === 'host') await connection.join(audience.meetingHosts(meetingId));
  }

  function nodeOf(meetingId: MeetingId): string {
    const node = nodes.nodeOf(meetingId);
    if (!node) throw noRoom();
    return node;
  }

  /** Runs what makes the connection a participant's holder, with ear and audience in place before it. */
  async function attach<T>(
    connection: Connection,
    { meetingId, participantId }: Here,
    work: () => Promise<T>,
  ) {
    await desk.enter(connection, meetingId);
    try {
      const result = await work();
      desk.hold(connection, meetingId, participantId);
      return result;
    } catch (error) {
      desk.turnBack(connection, meetingId);
      throw error;
    }
  }

  async function join(actor: Actor, here: Here, connection: Connection): Promise<OutputOf<typeof joinRoom>> {
    await joins.consume(actor.personId);
    const { role, person } = await meetings.enter(actor, here.meetingId);
    await hearKnocks(connection, here.meetingId, role);
    const holder = holderOf(actor, connection);
    const answer = await attach(connection, here, async () => {
      const node = await nodeFor(here.meetingId);
      const [joined] = await Promise.all([
        bus.request({ node }, commands.nodeJoin, { ...here, holder, person, role }),
        remember(actor, here.meetingId),
      ]);
      nodes.found(here.meetingId, node);
      return joined;
    });
    const iceServers = iceServersFor(options.turn, actor.personId, options.clock.now());
    return { ...answer, iceServers };
  }

  /** Beside the join, not before it: a list that misses an entry is better than a call that waits for the disk. */
  const remember = (actor: Actor, meetingId: MeetingId) =>
    meetings
      .entered(actor, meetingId)
      .catch((error: unknown) => logger.error({ err: error, meetingId }, 'an entrance was not remembered'));

  async function resume(
    actor: Actor,
    here: Here,
    connection: Connection,
  ): Promise<OutputOf<typeof resumeRoom>> {
    const { role } = await meetings.enter(actor, here.meetingId);
    await hearKnocks(connection, here.meetingId, role);
    const holder = holderOf(actor, connection);
    const node = nodeOf(here.meetingId);
    return await attach(connection, here, () =>
      bus.request({ node }, commands.nodeResume, { ...here, holder }),
    );
  }

  /** For commands that need nothing but the seat: the node knows who holds it. */
  function forward<I extends Here, O>(command: BusCommand<I & { holder: commands.Holder }, O>) {
    return (actor: Actor, input: I, connection: Connection): Promise<O> =>
      bus.request({ node: nodeOf(input.meetingId) }, command, {
        ...input,
        holder: holderOf(actor, connection),
      });
  }

  async function snapshot(actor: Actor, meetingId: MeetingId, connection: Connection): Promise<RoomSnapshot> {
    if (!desk.holds(connection, meetingId)) await meetings.requireAdmitted(actor, meetingId);
    const node = nodes.nodeOf(meetingId);
    if (!node) return { meetingId, epoch: 'none', seq: 0, participants: [] };
    return await bus.request({ node }, commands.nodeSnapshot, { meetingId });
  }

  async function mute(actor: Actor, here: Here): Promise<typeof nothing> {
    await meetings.requireHost(actor, here.meetingId);
    await bus.request({ node: nodeOf(here.meetingId) }, commands.nodeMute, here);
    return nothing;
  }

  /** The person's right to come back goes first, so that a quick client does not slip in again. */
  async function remove(actor: Actor, { meetingId, participantId }: Here): Promise<typeof nothing> {
    await meetings.requireHost(actor, meetingId);
    const { participants } = await bus.request({ node: nodeOf(meetingId) }, commands.nodeSnapshot, {
      meetingId,
    });
    const target = participants.find(({ id }) => id === participantId);
    if (!target) throw new AppError('notFound', 'This participant is not in the room.');
    await meetings.turnAway(meetingId, target.person);
    await control.removePerson(meetingId, target.person.id);
    return nothing;
  }

  /** Their media died with the node; the epoch only has to differ from any that they know. */
  nodes.onGone((meetingIds) => {
    for (const meetingId of meetingIds)
      for (const { connection } of desk.inMeeting(meetingId))
        connection.send(roomInterrupted, { meetingId, epoch: newId() });
  });
  const stop = await bus.handle(hubAlive, async ({ connections = [] }) => ({
    gone: desk.goneOf(connections),
  }));

  return {
    join,
    resume,
    snapshot,
    mute,
    remove,
    leave: forward(commands.nodeLeave),
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
