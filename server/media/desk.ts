import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Connection } from '#server/signaling/bind.ts';
import type { MeetingId, NodeId, ParticipantId } from '#shared/contract/ids.ts';
import { moderated, moveAsked } from '#shared/contract/media.ts';
import { type RoomNotice, roomTopic } from './media.commands.ts';

/** A seat that a connection speaks for. Somebody who moves has two for a moment, on two nodes. */
export type Held = {
  meetingId: MeetingId;
  participantId: ParticipantId;
  node: NodeId;
  connection: Connection;
};
export type DeskEvents = {
  /** The first (last) participant that a connection holds. */
  entered(connectionId: string): void;
  left(connectionId: string): void;
  /** The connection closed while it held this. */
  dropped(held: Held): void;
  /** Streams from that node reach this seat no more. */
  cutOff(held: Held, from: NodeId, broken: boolean): void;
};
type Ear = { visits: number; ready: Promise<() => Promise<void>> };

/**
 * Which of this hub's connections hold which participants, and the ears at their rooms. All of it follows from joins that
 * the media node confirmed; a hub that starts has an empty desk and fills it as clients resume.
 */
export function createDesk(bus: Bus, events: DeskEvents, logger: Logger) {
  const held = new Map<string, Held>();
  const ears = new Map<MeetingId, Ear>();
  const watched = new Map<string, Connection>();
  const closedOnes = new WeakSet<Connection>();

  const keyOf = (connectionId: string, participantId: ParticipantId, node: NodeId) =>
    `${connectionId} ${participantId} ${node}`;
  const of = (connectionId: string) =>
    [...held.values()].filter(({ connection }) => connection.id === connectionId);

  /** Hears a room's notices for the duration of a visit: a join under way, or a participant that is held. */
  async function visit(meetingId: MeetingId): Promise<void> {
    const ear = ears.get(meetingId) ?? {
      visits: 0,
      ready: bus.subscribe(roomTopic(meetingId), (notice) => hear(meetingId, notice)),
    };
    ears.set(meetingId, ear);
    ear.visits += 1;
    await ear.ready;
  }

  function endVisit(meetingId: MeetingId): void {
    const ear = ears.get(meetingId);
    if (!ear) return;
    ear.visits -= 1;
    if (ear.visits > 0) return;
    ears.delete(meetingId);
    ear.ready.then((stop) => stop()).catch(notLeft);
  }

  /** The bus closes, or could not be asked: nobody waits for it. */
  const notLeft = (error: unknown) => logger.warn({ err: error }, 'a room is heard longer than it has to be');

  /** Of the seat on that node only: the participant may sit on another one by now. */
  function hear(meetingId: MeetingId, notice: RoomNotice): void {
    const { type, node, participantId, connectionId } = notice;
    const found = held.get(keyOf(connectionId, participantId, node));
    if (!found) return;
    if (type === 'left' || type === 'taken') release(found);
    if (type === 'cutOff') events.cutOff(found, notice.from, notice.broken);
    else if (type === 'moveAsked') found.connection.send(moveAsked, { meetingId, participantId, node });
    else if (type !== 'left') found.connection.send(moderated, { meetingId, participantId, action: type });
  }

  /** Begins with the audience and the ear, so that nothing between the room's snapshot and its changes is missed. */
  async function enter(connection: Connection, meetingId: MeetingId): Promise<void> {
    watch(connection);
    await Promise.all([visit(meetingId), connection.join(audience.meeting(meetingId))]);
  }

  /** Ends a visit that led to nothing. */
  function turnBack(connection: Connection, meetingId: MeetingId): void {
    endVisit(meetingId);
    leaveAudience(connection, meetingId);
  }

  /** The node has confirmed. */
  function hold(entry: Held): void {
    const { connection, meetingId, participantId, node } = entry;
    if (closedOnes.has(connection)) {
      endVisit(meetingId);
      events.dropped(entry);
      return;
    }
    const key = keyOf(connection.id, participantId, node);
    const known = held.get(key);
    if (known) endVisit(known.meetingId);
    else if (of(connection.id).length === 0) events.entered(connection.id);
    held.set(key, entry);
  }

  function release({ connection, meetingId, participantId, node }: Held): void {
    if (!held.delete(keyOf(connection.id, participantId, node))) return;
    endVisit(meetingId);
    leaveAudience(connection, meetingId);
    if (of(connection.id).length === 0) events.left(connection.id);
  }

  function leaveAudience(connection: Connection, meetingId: MeetingId): void {
    if (of(connection.id).some((each) => each.meetingId === meetingId)) return;
    if (!closedOnes.has(connection)) connection.leave(audience.meeting(meetingId)).catch(notLeft);
  }

  function watch(connection: Connection): void {
    if (watched.has(connection.id)) return;
    watched.set(connection.id, connection);
    connection.onClose(() => {
      watched.delete(connection.id);
      closedOnes.add(connection);
      for (const each of of(connection.id)) {
        release(each);
        events.dropped(each);
      }
    });
  }

  return {
    enter,
    turnBack,
    hold,
    release,
    holds: (connection: Connection, meetingId: MeetingId) =>
      of(connection.id).some((each) => each.meetingId === meetingId),
    /** Connections that are not open here, whatever they may hold. */
    goneOf: (connectionIds: readonly string[]) => connectionIds.filter((id) => !watched.has(id)),
    inMeeting: (meetingId: MeetingId) => [...held.values()].filter((each) => each.meetingId === meetingId),
    /** Once each, however many participants they hold there. */
    connectionsIn: (meetingId: MeetingId): Set<Connection> =>
      new Set([...held.values()].flatMap((each) => (each.meetingId === meetingId ? [each.connection] : []))),
    isHeld: ({
      connectionId,
      participantId,
      node,
    }: Pick<RoomNotice, 'connectionId' | 'participantId' | 'node'>) =>
      held.has(keyOf(connectionId, participantId, node)),
    seatsOf: (connection: Connection, participantId: ParticipantId) =>
      of(connection.id).filter((each) => each.participantId === participantId),
    onNode: (node: NodeId) => [...held.values()].filter((each) => each.node === node),
    dump: () => ({ held: held.size, ears: ears.size }),
  };
}
export type Desk = ReturnType<typeof createDesk>;
