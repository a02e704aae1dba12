import { newId } from '#server/platform/ids.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, NodeId, ParticipantId, PersonId, ProducerId } from '#shared/contract/ids.ts';
import type { RoomChange, RoomPart } from '#shared/contract/media.ts';
import { type MeetingRole, maxParticipants } from '#shared/contract/meetings.ts';
import type { Region } from '#shared/contract/regions.ts';
import type { Holder, RoomNotice } from '../media.commands.ts';
import { interrupted, isInterruption } from './guard.ts';
import { createLanes, type Lane } from './lanes.ts';
import { closeLink, type Link, openLink } from './link.ts';
import type { Offered } from './receiving.ts';
import { type Changes, createRoomState } from './room-state.ts';
import { foreign, participantOf, requireHeld, requireSeat, type Seat } from './seat.ts';
import { createSpeakers, type Speaker } from './speakers.ts';
import { createTrunks, type TrunksOptions } from './trunks.ts';
import type { MediaWorker, Workers } from './workers.ts';

export type RoomEvents = {
  changed(changes: Changes): void;
  speakers(speakers: Speaker[]): void;
  interrupted(epoch: string): void;
  notice(notice: RoomNotice): void;
  /** Nobody is left and nobody is coming. */
  empty(): void;
};
export type RoomOptions = {
  node: NodeId;
  meetingId: MeetingId;
  workers: Workers;
  events: RoomEvents;
  /** Where the node stands. */
  region: Region | undefined;
  now: () => Date;
  awayMs: number;
  maxConsumersPerLane: number;
  /** The way to other nodes. */
  trunks: Pick<TrunksOptions, 'ports' | 'farSide' | 'tell' | 'checkEveryMs'>;
};
export type Newcomer = {
  participantId: ParticipantId;
  person: PersonCard;
  role: MeetingRole;
  holder: Holder;
  hub: string;
  /** Participants of the room on other nodes. */
  elsewhere: number;
};
type LeftReason = Extract<RoomChange, { type: 'left' }>['reason'];

/** This node's part of the live room of one meeting: who sits in it, with which media. Knows nothing of the bus. */
export function createRoom({ node, meetingId, workers, events, now, ...options }: RoomOptions) {
  const seats = new Map<ParticipantId, Seat>();
  /** Joins under way. The latest of a participant wins, and leaving ends them all. */
  const arriving = new Map<ParticipantId, Newcomer>();
  const speakers = createSpeakers(events.speakers);
  const newLanes = () => createLanes(workers, speakers, options.maxConsumersPerLane);
  let lanes = newLanes();
  let closed = false;
  const trunks = createTrunks({ ...options.trunks, lanes: () => lanes, ownProducer, cutOff });
  const state = createRoomState({
    newEpoch: newId,
    participantsNow: () =>
      [...seats.values()].map((seat) => ({ ...participantOf(seat), region: options.region })),
    publish: events.changed,
  });

  async function join(newcomer: Newcomer): Promise<Link> {
    const { participantId } = newcomer;
    requireRoomFor(newcomer);
    arriving.set(participantId, newcomer);
    try {
      const link = await open(newcomer);
      try {
        requireExpected(newcomer);
        requireRoomFor(newcomer);
      } catch (error) {
        closeLink(link);
        throw error;
      }
      seat(newcomer, link);
      return link;
    } finally {
      if (arriving.get(participantId) === newcomer) arriving.delete(participantId);
      settle();
    }
  }

  /** A worker that dies meanwhile costs a second attempt, not the join. */
  async function open(newcomer: Newcomer, attempts = 3): Promise<Link> {
    try {
      const link = await openLink(await lanes.pick(), newcomer.participantId);
      if (link.closed) throw interrupted();
      return link;
    } catch (error) {
      requireExpected(newcomer);
      if (attempts <= 1 || !isInterruption(error)) throw error;
      return await open(newcomer, attempts - 1);
    }
  }

  function requireExpected(newcomer: Newcomer): void {
    if (arriving.get(newcomer.participantId) === newcomer) return;
    throw new AppError('conflict', 'This participant left, or joined again.', {
      details: { reason: 'taken' },
    });
  }

  function requireRoomFor({ participantId, person, elsewhere }: Newcomer): void {
    const known = seats.get(participantId);
    if (known && known.person.id !== person.id) throw foreign();
    const others = new Set([...seats.keys(), ...arriving.keys()]);
    others.delete(participantId);
    if (others.size + elsewhere >= maxParticipants)
      throw new AppError('conflict', `There are ${maxParticipants} people in this meeting already.`, {
        details: { reason: 'roomFull' },
      });
  }

  function seat({ participantId, person, role, holder, hub }: Newcomer, link: Link): void {
    const known = seats.get(participantId);
    if (known?.link) closeLink(known.link);
    clearTimeout(known?.movedOn);
    if (known) take(known, holder, hub);
    seats.set(participantId, {
      id: participantId,
      person,
      joinedAt: known?.joinedAt ?? now().toISOString(),
      handRaisedAt: known?.handRaisedAt ?? null,
      role,
      holder,
      hub,
      away: undefined,
      movedOn: undefined,
      link,
    });
    state.touch(participantId);
  }

  /** The seat is held by this connection from now on. */
  function take(seat: Seat, holder: Holder, hub: string): void {
    clearTimeout(seat.away);
    seat.away = undefined;
    if (seat.holder.connectionId !== holder.connectionId) tell(seat, 'taken');
    seat.holder = holder;
    seat.hub = hub;
  }

  function seatOf(participantId: ParticipantId): Seat {
    return requireSeat(seats.get(participantId));
  }

  function resume(participantId: ParticipantId, holder: Holder, hub: string): void {
    const seat = seatOf(participantId);
    if (seat.person.id !== holder.personId) throw foreign();
    take(seat, holder, hub);
    state.touch(participantId);
  }

  /** Its hub was out of reach, not its connection. */
  function setBack(participantId: ParticipantId): void {
    const seat = seats.get(participantId);
    if (!seat?.away) return;
    clearTimeout(seat.away);
    seat.away = undefined;
    state.touch(participantId);
  }

  function setAway(participantId: ParticipantId, connectionId: string): void {
    const seat = seats.get(participantId);
    if (!seat || seat.holder.connectionId !== connectionId || seat.away) return;
    seat.away = setTimeout(() => drop(seat, 'lost'), options.awayMs).unref();
    state.touch(participantId);
  }

  function leave(participantId: ParticipantId, holder: Holder, reason: 'left' | 'moved'): void {
    if (arriving.delete(participantId) && !seats.has(participantId)) return;
    drop(requireHeld(seats.get(participantId), holder), reason);
  }

  /** They sit on another node now, held by that connection. Joining here again calls it off. */
  function movedOn(
    participantId: ParticipantId,
    by: Pick<Holder, 'personId' | 'connectionId'>,
    graceMs: number,
  ) {
    arriving.delete(participantId);
    const seat = seats.get(participantId);
    if (!seat) return;
    if (seat.person.id !== by.personId) throw foreign();
    const end = () => {
      if (seat.holder.connectionId !== by.connectionId) tell(seat, 'taken');
      drop(seat, 'moved');
    };
    clearTimeout(seat.movedOn);
    if (graceMs > 0) seat.movedOn = setTimeout(end, graceMs).unref();
    else end();
  }

  function drop(seat: Seat, reason: LeftReason): void {
    if (seats.get(seat.id) !== seat) return;
    clearTimeout(seat.away);
    clearTimeout(seat.movedOn);
    seats.delete(seat.id);
    if (seat.link) closeLink(seat.link);
    if (reason === 'removed') tell(seat, 'removed');
    tell(seat, 'left');
    state.left(seat.id, reason);
    settle();
  }

  function settle(): void {
    if (closed || seats.size > 0 || arriving.size > 0) return;
    events.empty();
  }

  /** Those who sit here and those on their way in. */
  function dropWhere(matches: (who: Pick<Seat, 'person' | 'holder'>) => boolean, reason: LeftReason): void {
    for (const [id, newcomer] of arriving) if (matches(newcomer)) arriving.delete(id);
    for (const seat of seats.values()) if (matches(seat)) drop(seat, reason);
  }

  function tell(seat: Seat, type: 'muted' | 'removed' | 'taken' | 'left' | 'moveAsked'): void {
    events.notice({ type, node, participantId: seat.id, connectionId: seat.holder.connectionId });
  }

  function muted(seat: Seat): void {
    tell(seat, 'muted');
    state.touch(seat.id);
  }

  function setRole(personId: PersonId, role: MeetingRole): void {
    for (const seat of seats.values()) {
      if (seat.person.id !== personId || seat.role === role) continue;
      seat.role = role;
      state.touch(seat.id);
    }
  }

  function raiseHand(seat: Seat, raised: boolean): void {
    if (raised === (seat.handRaisedAt !== null)) return;
    seat.handRaisedAt = raised ? now().toISOString() : null;
    state.touch(seat.id);
  }

  function workerDied(worker: MediaWorker): void {
    if (!closed && lanes.touches(worker)) interrupt();
  }

  /** Everybody keeps their seat; all media of the old epoch is gone. */
  function interrupt(): void {
    for (const seat of seats.values()) {
      if (seat.link) closeLink(seat.link);
      seat.link = undefined;
    }
    trunks.closeAll();
    lanes.close();
    lanes = newLanes();
    events.interrupted(state.renew());
  }

  /** A producer of somebody who sits here, and the lane it is in. */
  function ownProducer(producerId: ProducerId) {
    for (const { link } of seats.values()) {
      const sent = link?.sent.get(producerId);
      if (link && sent) return { producer: sent.producer, lane: link.lane };
    }
    return undefined;
  }

  /** How these producers get to the asker; what is gone, and the asker's own, is left out. */
  function offered(asker: Seat, wanted: readonly { id: ProducerId; node: NodeId }[]): Offered[] {
    return wanted.flatMap(({ id: producerId, node: at }): Offered[] => {
      if (at !== node) return [{ producerId, reach: (lane) => trunks.reach(at, producerId, lane) }];
      const own = asker.link?.sent.has(producerId) ? undefined : ownProducer(producerId);
      if (!own) return [];
      const reach = async (lane: Lane) => ({
        release: await lanes.reach(own.lane, lane, producerId),
        look: () => {},
      });
      return [{ producerId, reach }];
    });
  }

  /** Consumers of streams from there died, or could not be made until now; their clients cannot know. */
  function cutOff(from: NodeId, broken: boolean): void {
    for (const { id: participantId, holder } of seats.values())
      events.notice({ type: 'cutOff', from, broken, node, participantId, connectionId: holder.connectionId });
  }

  function close(): void {
    if (closed) return;
    closed = true;
    state.flush();
    for (const seat of seats.values()) {
      clearTimeout(seat.away);
      clearTimeout(seat.movedOn);
      if (seat.link) closeLink(seat.link);
    }
    seats.clear();
    arriving.clear();
    trunks.close();
    lanes.close();
    speakers.close();
    state.close();
  }

  return {
    meetingId,
    join,
    resume,
    setAway,
    setBack,
    leave,
    movedOn,
    dropWhere,
    setRole,
    raiseHand,
    workerDied,
    interrupt,
    askToMove: (seat: Seat) => {
      if (seats.get(seat.id) === seat) tell(seat, 'moveAsked');
    },
    offered,
    /** The participant's streams changed. */
    touch: (seat: Seat) => {
      if (seats.get(seat.id) === seat) state.touch(seat.id);
    },
    heldSeat: (participantId: ParticipantId, holder: Holder) => requireHeld(seats.get(participantId), holder),
    seatOf,
    has: (participantId: ParticipantId) => seats.has(participantId),
    muted,
    /** The bus was away: what was said meanwhile is lost. */
    busIsBack(): void {
      state.mark();
      trunks.retry();
    },
    seats: () => [...seats.values()],
    trunks,
    snapshot: (): RoomPart => ({ node, ...state.snapshot() }),
    close,
    dump: () => ({
      meetingId,
      ...lanes.dump(),
      trunks: trunks.dump(),
      seats: seats.size,
      arriving: arriving.size,
      producers: [...seats.values()].reduce((sum, { link }) => sum + (link?.sent.size ?? 0), 0),
      consumers: [...seats.values()].reduce((sum, { link }) => sum + (link?.received.size ?? 0), 0),
    }),
  };
}
export type Room = ReturnType<typeof createRoom>;
