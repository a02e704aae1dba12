import { busCommand, topic } from '#server/platform/bus.ts';
import type { PersonCard } from '#shared/contract/accounts.ts';
import type { CommandDef, OutputOf, ParsedInputOf } from '#shared/contract/define.ts';
import type {
  MeetingId,
  NodeId,
  ParticipantId,
  PersonId,
  ProducerId,
  SessionId,
  TokenId,
} from '#shared/contract/ids.ts';
import type * as contract from '#shared/contract/media.ts';
import type { MeetingRole } from '#shared/contract/meetings.ts';

// All that the hub and a media node say to each other. Neither knows more of the other than this file.

/** The connection that speaks, and for whom. */
export type Holder = {
  connectionId: string;
  personId: PersonId;
  sessionId: SessionId | null;
  tokenId: TokenId | null;
};

/** A command of the contract, taken to the node that has the seat, with who says it. */
type Forwarded<C extends CommandDef> = ParsedInputOf<C> & { holder: Holder };
const forwarded = <C extends CommandDef>(command: C['name']) =>
  busCommand<Forwarded<C>, OutputOf<C>>(command);

type Here = { meetingId: MeetingId; participantId: ParticipantId };

/** Makes the node's part of the room when there is none yet. `elsewhere`: participants of the room on other nodes. */
export const nodeJoin = busCommand<
  Here & { holder: Holder; person: PersonCard; role: MeetingRole; elsewhere: number },
  Omit<OutputOf<typeof contract.joinRoom>, 'iceServers' | 'node' | 'room'> & { part: contract.RoomPart }
>('media:join');
/** Of a `conflict`: the node is cordoned; another one has to be chosen. */
export const notAcceptingReason = 'notAccepting';
export const nodeResume = busCommand<Forwarded<typeof contract.resumeRoom>, contract.RoomPart>(
  'media:resume',
);
export const nodeLeave = forwarded<typeof contract.leaveRoom>('media:leave');
export const nodeConnect = forwarded<typeof contract.connectTransport>('media:connectTransport');
export const nodeRestartIce = forwarded<typeof contract.restartIce>('media:restartIce');
export const nodeProduce = forwarded<typeof contract.produce>('media:produce');
export const nodePauseProducer = forwarded<typeof contract.setProducerPaused>('media:setProducerPaused');
export const nodeCloseProducer = forwarded<typeof contract.closeProducer>('media:closeProducer');
export const nodeConsume = forwarded<typeof contract.consume>('media:consume');
export const nodeTune = forwarded<typeof contract.tuneConsumers>('media:tuneConsumers');
export const nodeCloseConsumers = forwarded<typeof contract.closeConsumers>('media:closeConsumers');
export const nodeRaiseHand = forwarded<typeof contract.raiseHand>('media:raiseHand');

export const nodeSnapshot = busCommand<{ meetingId: MeetingId }, contract.RoomPart>('media:getRoom');
/**
 * The participant sits on another node now, held by this connection: the seat here ends after `graceMs`, unless it is
 * joined again before.
 */
export const nodeMovedOn = busCommand<
  Here & { personId: PersonId; connectionId: string; graceMs: number },
  object
>('media:movedOn');
/** The connection that holds the participant is gone. */
export const nodeAway = busCommand<Here & { connectionId: string }, object>('media:away');

// --- orders without a connection: the hub has authorised them ----------------------------------

export const nodeMute = busCommand<Here, object>('media:mute');
/** Every participant of the person in this room. */
export const nodeRemove = busCommand<{ meetingId: MeetingId; personId: PersonId }, object>('media:remove');
export const nodeSetRole = busCommand<
  { meetingId: MeetingId; personId: PersonId; role: MeetingRole },
  object
>('media:setRole');
export const nodeCloseRoom = busCommand<{ meetingId: MeetingId }, object>('media:closeRoom');
/** To every media node: takes a person out, of one meeting or of all. */
export const personOut = topic<{ personId: PersonId; meetingId?: MeetingId }>('media:personOut');

/** What the administrator wants of the node. It tells its new state in a load at once. */
export const nodeSetState = busCommand<{ state: NodeLoad['state'] }, object>('media:setState');
/** What flows on the node, for the administrator: in all its rooms, or in one. */
export const nodeDescribe = busCommand<{ meetingId?: MeetingId }, NodeDescription>('media:describe');
export type TrunkDescription = {
  direction: 'in' | 'out';
  /** At the other end. */
  node: NodeId;
  producers: number;
  /** Streams that somebody looks at: of a camera, each layer counts. */
  streams: number;
  bitrate: number;
  /** As RTCP tells; null before it has told. */
  lossShare: number | null;
  rttMs: number | null;
};
export type NodeDescription = {
  node: NodeId;
  state: NodeLoad['state'];
  rooms: {
    meetingId: MeetingId;
    participants: number;
    producers: number;
    consumers: number;
    trunks: TrunkDescription[];
  }[];
};

// --- what a room tells the hubs that have somebody in it ---------------------------------------

/**
 * To the connection that holds the participant on that node (`taken`: that held it until now). `cutOff`: streams of the part
 * `from` ended here, and have to be asked for anew; `broken` when its node sends and nothing arrives.
 */
export type RoomNotice = {
  node: NodeId;
  participantId: ParticipantId;
  connectionId: string;
} & (
  | { type: 'muted' | 'removed' | 'taken' | 'left' | 'moveAsked' }
  | { type: 'cutOff'; from: NodeId; broken: boolean }
);
/** The contract's own events go straight to the meeting's audience; this is what only hubs need. */
export const roomTopic = (meetingId: MeetingId) => topic<RoomNotice>(`media:room:${meetingId}`);

// --- what a node asks of another: streams of a room that both have a part of ---------------------

/** One end of a trunk: where it listens, and the key of what it sends (RFC 3711). */
export type TrunkEnd = {
  address: string;
  port: number;
  srtp: { cryptoSuite: 'AEAD_AES_128_GCM'; keyBase64: string };
};
type OfTrunk = { meetingId: MeetingId; trunkId: string };
/** Connects to the asker's end from the router that has the producer; answers with the other end and with the producer, prepared. */
export const nodeOpenTrunk = busCommand<
  OfTrunk & { producerId: ProducerId; layers: number[]; end: TrunkEnd; busProtocol: number },
  { end: TrunkEnd; pipe: PipeAnswer }
>('media:openTrunk');
/**
 * Prepares a further producer for the trunk, with the layers that are wanted of it already. `otherRouter`: it is not where the
 * trunk begins.
 */
export const nodePipe = busCommand<OfTrunk & { producerId: ProducerId; layers: number[] }, PipeAnswer>(
  'media:pipe',
);
export type PipeAnswer =
  | { kind: 'audio' | 'video'; paused: boolean; rtpParameters: contract.RtpParameters }
  | { kind: 'otherRouter' };
/** A producer's layers that somebody on the asking node looks at; none: it is piped, and rests. */
export type Want = { producerId: ProducerId; layers: number[] };
/**
 * All that the asker wants of the trunk, said at every change and every second. What is not named any more is closed, with the
 * last one the trunk. The answer is the state on the producers' side; so whatever was lost on the way heals.
 */
export const nodeSyncTrunk = busCommand<
  OfTrunk & { seq: number; wants: Want[] },
  { known: boolean; pipes: { producerId: ProducerId; paused: boolean }[]; sentBytes: number }
>('media:syncTrunk');
/** To the node where the trunk ends: something happened to these producers, or (`closed`) to the whole trunk. */
export const nodeTrunkNews = busCommand<
  OfTrunk & {
    closed: boolean;
    pipes: { producerId: ProducerId; state: 'playing' | 'paused' | 'closed' }[];
  },
  object
>('media:trunkNews');

// --- what nodes say of themselves --------------------------------------------------------------

export type NodeLoad = {
  node: string;
  /** What the console calls it. */
  name: string;
  region: string;
  /** What the administrator wants of it. */
  state: 'active' | 'cordoned' | 'draining';
  /** Of the program. */
  version: string;
  busProtocol: number;
  startedAt: string;
  addresses: string[];
  /** Its STUN responder, by which clients measure the way to its region. */
  probe: { address: string; port: number } | null;
  /** Participants it is meant for. */
  capacity: number;
  /** Of the list of its rooms, as last told. */
  roomsVersion: number;
  /** Share of the packets to and from participants that were lost, 0 to 1. */
  lossShare: number;
  /** The nodes it has trunks with. */
  peers: { node: string; rttMs: number; lossShare: number; bitrate: number }[];
  /** False when it cannot take people (its workers die). */
  accepting: boolean;
  /** Why not, in words for the administrator. */
  trouble: string | null;
  workers: number;
  /** Share of all its workers' cores in use, 0 to 1. */
  cpu: number;
  rooms: number;
  participants: number;
  producers: number;
  consumers: number;
  /** UDP datagrams a second, both directions, of the whole machine; 0 where the system does not tell. */
  packetsPerSecond: number;
  /** Media bits a second, both directions, from a rolling sample of transports. */
  bitrate: number;
};
export const loadTopic = topic<NodeLoad>('media:load');
/** A hub has started: every media node answers with its load. */
export const helloTopic = topic<{ hub: string }>('media:hello');

/** Who is in a node's part of a room, with the cards of at most eight of them. */
export type RoomPeople = {
  meetingId: MeetingId;
  members: { participantId: ParticipantId; personId: PersonId }[];
  people: PersonCard[];
};
/** `version` grows by one a message; who missed one asks for the whole list. No members: the part is gone. */
export type RoomsChanged = { node: NodeId; version: number; rooms: RoomPeople[] };
export const roomsTopic = topic<RoomsChanged>('media:rooms');
export const nodeRooms = busCommand<object, { version: number; rooms: RoomPeople[] }>('media:listRooms');
