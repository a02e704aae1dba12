import { type Bus, type BusCommand, busProtocol as ours, type Unsubscribe } from '#server/platform/bus.ts';
import { nothing } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { NodeId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import type { RtpCapabilities } from '#shared/contract/media.ts';
import * as commands from '../media.commands.ts';
import type { Duty } from './duty.ts';
import { guard } from './guard.ts';
import { connect, transportOf, transportOptions } from './link.ts';
import { startConsumers, tune } from './receiving.ts';
import type { Room } from './room.ts';
import type { RoomList } from './rooms.ts';
import { requireLink } from './seat.ts';
import { muteMicrophones, pauseProducer, sentOf, startProducer } from './sending.ts';

type Held = { meetingId: Room['meetingId']; participantId: ParticipantId; holder: commands.Holder };

const notAccepting = () =>
  new AppError('conflict', 'This media node takes nobody new.', {
    details: { reason: commands.notAcceptingReason },
  });

type On = <I, O>(command: BusCommand<I, O>, handler: (input: I, from: string) => Promise<O>) => void;

/** What other nodes ask about the streams of a room that they have a part of too. */
function onTrunks(on: On, rooms: RoomList): void {
  on(commands.nodeOpenTrunk, async ({ meetingId, trunkId, producerId, layers, end, busProtocol }, from) => {
    if (busProtocol !== ours)
      throw new AppError('conflict', `This node speaks version ${ours} of the node protocol.`);
    const { outbound } = rooms.get(meetingId).trunks;
    return await outbound.open(trunkId, { producerId, layers }, end, from as NodeId);
  });
  on(commands.nodePipe, async ({ meetingId, trunkId, ...want }) =>
    rooms.get(meetingId).trunks.outbound.pipe(trunkId, want),
  );
  on(commands.nodeSyncTrunk, async ({ meetingId, trunkId, seq, wants }) =>
    rooms.get(meetingId).trunks.outbound.sync(trunkId, seq, wants),
  );
  on(commands.nodeTrunkNews, async ({ meetingId, ...news }) => {
    rooms.find(meetingId)?.trunks.hear(news);
    return nothing;
  });
}

/** Binds the node's commands to the rooms. Each finds the seat that the connection holds before it does anything. */
export async function handleCommands(
  bus: Bus,
  rooms: RoomList,
  duty: Duty,
  announced: readonly string[],
): Promise<Unsubscribe> {
  const bound: Promise<Unsubscribe>[] = [];
  const on: On = (command, handler) => void bound.push(bus.handle(command, handler));
  const held = ({ meetingId, participantId, holder }: Held) => {
    const room = rooms.get(meetingId);
    return { room, seat: room.heldSeat(participantId, holder) };
  };
  const linked = (input: Held) => {
    const { room, seat } = held(input);
    return { room, seat, link: requireLink(seat) };
  };

  on(commands.nodeJoin, async ({ meetingId, ...newcomer }, hub) => {
    // A hub that has not heard of it yet sends somebody; those who are here may come again.
    if (duty.state !== 'active' && !rooms.find(meetingId)?.has(newcomer.participantId)) throw notAccepting();
    const room = rooms.open(meetingId);
    const link = await room.join({ ...newcomer, hub });
    return {
      part: room.snapshot(),
      routerRtpCapabilities: link.lane.router.rtpCapabilities as RtpCapabilities,
      sendTransport: transportOptions(link.send, announced),
      receiveTransport: transportOptions(link.receive, announced),
    };
  });
  on(commands.nodeResume, async ({ meetingId, participantId, holder }, hub) => {
    const room = rooms.get(meetingId);
    room.resume(participantId, holder, hub);
    return room.snapshot();
  });
  on(commands.nodeLeave, async ({ meetingId, participantId, holder, reason }) => {
    rooms.get(meetingId).leave(participantId, holder, reason);
    return nothing;
  });
  on(commands.nodeMovedOn, async ({ meetingId, participantId, graceMs, ...by }) => {
    rooms.find(meetingId)?.movedOn(participantId, by, graceMs);
    return nothing;
  });
  on(commands.nodeAway, async ({ meetingId, participantId, connectionId }) => {
    rooms.find(meetingId)?.setAway(participantId, connectionId);
    return nothing;
  });
  on(commands.nodeSnapshot, async ({ meetingId }) => rooms.get(meetingId).snapshot());

  on(commands.nodeConnect, async (input) => {
    await connect(linked(input).link, input.transportId, input.dtlsParameters);
    return nothing;
  });
  on(commands.nodeRestartIce, async (input) => {
    const transport = transportOf(linked(input).link, input.transportId);
    return { iceParameters: await guard(transport, () => transport.restartIce()) };
  });

  on(commands.nodeProduce, async (input) => {
    const { room, seat, link } = linked(input);
    const { producer } = await startProducer(link, input);
    room.touch(seat);
    return { producerId: producer.id as ProducerId };
  });
  on(commands.nodePauseProducer, async (input) => {
    const { room, seat, link } = linked(input);
    if (await pauseProducer(sentOf(link, input.producerId), input.paused)) room.touch(seat);
    return nothing;
  });
  on(commands.nodeCloseProducer, async (input) => {
    const { room, seat, link } = linked(input);
    sentOf(link, input.producerId).producer.close();
    link.sent.delete(input.producerId);
    room.touch(seat);
    return nothing;
  });

  on(commands.nodeConsume, async (input) => {
    const { room, seat, link } = linked(input);
    const offered = room.offered(seat, input.producers);
    return { consumers: await startConsumers(link, offered, input.rtpCapabilities) };
  });
  on(commands.nodeTune, async (input) => {
    await tune(linked(input).link, input.consumers);
    return nothing;
  });
  on(commands.nodeCloseConsumers, async (input) => {
    const { link } = linked(input);
    for (const id of input.consumerIds) link.received.get(id)?.close();
    return nothing;
  });
  on(commands.nodeRaiseHand, async (input) => {
    const { room, seat } = held(input);
    room.raiseHand(seat, input.raised);
    return nothing;
  });

  on(commands.nodeMute, async ({ meetingId, participantId }) => {
    const room = rooms.get(meetingId);
    const seat = room.seatOf(participantId);
    if (seat.link && (await muteMicrophones(seat.link))) room.muted(seat);
    return nothing;
  });
  on(commands.nodeRemove, async ({ meetingId, personId }) => {
    rooms.find(meetingId)?.dropWhere(({ person }) => person.id === personId, 'removed');
    return nothing;
  });
  on(commands.nodeSetRole, async ({ meetingId, personId, role }) => {
    rooms.find(meetingId)?.setRole(personId, role);
    return nothing;
  });
  on(commands.nodeCloseRoom, async ({ meetingId }) => {
    rooms.find(meetingId)?.dropWhere(() => true, 'removed');
    return nothing;
  });
  on(commands.nodeRooms, async () => rooms.list());
  on(commands.nodeSetState, async ({ state }) => {
    duty.set(state);
    return nothing;
  });
  onTrunks(on, rooms);

  const unbind = await Promise.all(bound);
  return async () => {
    await Promise.all(unbind.map((each) => each()));
  };
}
