import type { Actor } from '#server/accounts/actor.ts';
import type { Connection } from '#server/signaling/bind.ts';
import type { Meetings } from '#server/meetings/meetings.ts';
import type { Bus, BusCommand } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import { audience } from '#server/signaling/audience.ts';
import type { OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, NodeId, ParticipantId } from '#shared/contract/ids.ts';
import { type joinRoom, partsChanged, type RoomPart, type resumeRoom } from '#shared/contract/media.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';
import type { BrokenWays } from './broken-ways.ts';
import type { Desk } from './desk.ts';
import * as commands from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';
import type { createPartReader, Parts } from './parts.ts';
import type { createPlacement } from './placement.ts';

export type EntranceOptions = {
  bus: Bus;
  nodes: MediaNodes;
  desk: Desk;
  meetings: Meetings;
  logger: Logger;
  ways: BrokenWays;
  placeOf: ReturnType<typeof createPlacement>;
  partsOf: ReturnType<typeof createPartReader>;
};
type Here = { meetingId: MeetingId; participantId: ParticipantId };
type Joined = Omit<OutputOf<typeof joinRoom>, 'iceServers'>;

/** A seat that is being moved away from ends this long after the new one is taken, if nobody leaves it before. */
const moveGraceMs = 30_000;

export const holderOf = (actor: Actor, connection: Connection): commands.Holder => ({
  connectionId: connection.id,
  personId: actor.personId,
  sessionId: actor.sessionId,
  tokenId: actor.tokenId,
});

const foreign = () =>
  new AppError('forbidden', 'This participant belongs to somebody else.', {
    details: { reason: 'notYours' },
  });

/** Other nodes that are tried when the first choice does not take the participant. */
const attempts = 2;

type InputOf<C> = C extends BusCommand<infer I, unknown> ? I : never;

const isRefusal = (error: unknown): boolean =>
  error instanceof AppError &&
  (error.details.reason === commands.notAcceptingReason || error.code === 'unavailable');

const seatsIn = ({ node, participants }: RoomPart, participantId: ParticipantId) =>
  participants.flatMap(({ id, person }) => (id === participantId ? [{ node, personId: person.id }] : []));

/** How a connection comes to hold a participant: by joining on some node, or by resuming on the one it was on. */
export function createEntrance({ bus, nodes, desk, meetings, logger, ...options }: EntranceOptions) {
  const { placeOf, partsOf, ways } = options;

  async function hearKnocks(connection: Connection, meetingId: MeetingId, role: MeetingRole): Promise<void> {
    if (role === 'host') await connection.join(audience.meetingHosts(meetingId));
  }

  /** Runs what makes the connection a participant's holder, with ear and audience in place before it. */
  async function attach<T extends Parts & { node: NodeId }>(
    connection: Connection,
    { meetingId, participantId }: Here,
    work: () => Promise<T>,
  ) {
    await desk.enter(connection, meetingId);
    try {
      const result = await work();
      desk.hold({ connection, meetingId, participantId, node: result.node });
      // Seats on nodes that are gone were kept until now, so that the person was in the call all the while.
      for (const seat of desk.seatsOf(connection, participantId))
        if (!nodes.has(seat.node)) desk.release(seat);
      tellMissing(connection, meetingId, result.parts);
      return result;
    } catch (error) {
      desk.turnBack(connection, meetingId);
      throw error;
    }
  }

  /** A part that was made while this one was being entered is not in the answer, and was told to those who were in. */
  function tellMissing(connection: Connection, meetingId: MeetingId, parts: RoomPart[]): void {
    const now = nodes.nodesOf(meetingId);
    if (now.every((node) => parts.some((part) => part.node === node))) return;
    connection.send(partsChanged, { meetingId, nodes: now });
  }

  /**
   * Where the participant sits already, so that a reload keeps the tile; else where it suits them best. Whoever moves goes away
   * from where the connection knows them to be: the nodes' lists may be a moment behind.
   */
  async function nodeFor(
    actor: Actor,
    input: ParsedInputOf<typeof joinRoom>,
    connection: Connection,
    refused: ReadonlySet<NodeId>,
  ): Promise<NodeId> {
    const { meetingId, participantId, near, moving } = input;
    const seats = nodes.seatsOf(meetingId, participantId);
    if (seats.some(({ personId }) => personId !== actor.personId)) throw foreign();
    const [seat] = moving ? [] : seats;
    if (seat && nodes.keepsPeople(seat.node) && !refused.has(seat.node)) return seat.node;
    const left = moving ? desk.seatsOf(connection, participantId) : [];
    const exclude = new Set([...refused, ...[...seats, ...left].map(({ node }) => node)]);
    const others = nodes.nodesOf(meetingId).filter((node) => !exclude.has(node));
    const reachesAll = (node: NodeId) => !others.some((other) => ways.between(node, other));
    return await placeOf({ meetingId, near, exclude, reachesAll });
  }

  async function join(
    actor: Actor,
    input: ParsedInputOf<typeof joinRoom>,
    connection: Connection,
  ): Promise<Joined> {
    const { meetingId, participantId, moving } = input;
    const here = { meetingId, participantId };
    const { role, person } = await meetings.enter(actor, meetingId);
    await hearKnocks(connection, meetingId, role);
    const holder = holderOf(actor, connection);
    const { parts, silent, node, ...media } = await attach(connection, here, async () => {
      const [{ node, part, others, ...joined }] = await Promise.all([
        takeSeat(actor, input, connection, { holder, person, role }),
        remember(actor, meetingId),
      ]);
      nodes.found(meetingId, node);
      const seats = others.parts.flatMap((other) => seatsIn(other, participantId));
      if (seats.some(({ personId }) => personId !== actor.personId)) {
        await bus.request({ node }, commands.nodeLeave, { ...here, node, holder, reason: 'left' });
        throw foreign();
      }
      // By the list too: a part that did not answer in time may have the older seat.
      const older = new Set([...seats, ...nodes.seatsOf(meetingId, participantId)].map((seat) => seat.node));
      older.delete(node);
      moveOn(actor, here, { connection, graceMs: moving ? moveGraceMs : 0 }, older);
      return { node, parts: [part, ...others.parts], silent: others.silent, ...joined };
    });
    return { node, room: { meetingId, parts, silent }, ...media };
  }

  /** A node that takes nobody any more, and one that just went, are not the end of it: there are others. */
  async function takeSeat(
    actor: Actor,
    input: ParsedInputOf<typeof joinRoom>,
    connection: Connection,
    who: Pick<InputOf<typeof commands.nodeJoin>, 'holder' | 'person' | 'role'>,
  ) {
    const { meetingId, participantId } = input;
    const refused = new Set<NodeId>();
    for (;;) {
      const node = await nodeFor(actor, input, connection, refused);
      const elsewhere = nodes.elsewhere(meetingId, node, participantId);
      try {
        const order = { meetingId, participantId, elsewhere, ...who };
        const [joined, others] = await Promise.all([
          bus.request({ node }, commands.nodeJoin, order),
          partsOf(meetingId, node),
        ]);
        return { node, others, ...joined };
      } catch (error) {
        if (!isRefusal(error) || refused.size >= attempts) throw error;
        refused.add(node);
      }
    }
  }

  /** Older seats of the participant on other nodes end: at once, or when the move is through. */
  function moveOn(
    { personId }: Actor,
    here: Here,
    { connection, graceMs }: { connection: Connection; graceMs: number },
    older: Iterable<NodeId>,
  ): void {
    const order = { ...here, personId, connectionId: connection.id, graceMs };
    for (const node of older)
      bus
        .request({ node }, commands.nodeMovedOn, order)
        .catch((error: unknown) => logger.warn({ err: error, node }, 'an older seat may stay for a while'));
  }

  /** Beside the join, not before it: a list that misses an entry is better than a call that waits for the disk. */
  const remember = (actor: Actor, meetingId: MeetingId) =>
    meetings
      .entered(actor, meetingId)
      .catch((error: unknown) => logger.error({ err: error, meetingId }, 'an entrance was not remembered'));

  async function resume(
    actor: Actor,
    input: ParsedInputOf<typeof resumeRoom>,
    connection: Connection,
  ): Promise<OutputOf<typeof resumeRoom>> {
    const { meetingId, node } = input;
    const { role } = await meetings.enter(actor, meetingId);
    await hearKnocks(connection, meetingId, role);
    const holder = holderOf(actor, connection);
    const { parts, silent } = await attach(connection, input, async () => {
      const [part, others] = await Promise.all([
        bus.request({ node }, commands.nodeResume, { ...input, holder }),
        partsOf(meetingId, node),
      ]);
      return { node, parts: [part, ...others.parts], silent: others.silent };
    });
    return { room: { meetingId, parts, silent } };
  }

  return { join, resume };
}
