import * as z from 'zod';
import { PersonCard } from './accounts.ts';
import { command, event, Nothing, Timestamp } from './define.ts';
import { ConsumerId, MeetingId, NodeId, ParticipantId, ProducerId, TransportId } from './ids.ts';
import { MeetingRole } from './meetings.ts';
import { Region, regions } from './regions.ts';

/** What a stream shows. One camera and one microphone a participant; up to two screens. */
export const Source = z.enum(['microphone', 'camera', 'screen', 'screenAudio']);
export type Source = z.infer<typeof Source>;
export const MediaKind = z.enum(['audio', 'video']);

export const RoomProducer = z.object({
  id: ProducerId,
  kind: MediaKind,
  source: Source,
  paused: z.boolean(),
});
export type RoomProducer = z.infer<typeof RoomProducer>;
export const Participant = z.object({
  id: ParticipantId,
  person: PersonCard,
  role: MeetingRole,
  joinedAt: Timestamp,
  /** False while the connection is away; media may still flow. Removed after 30 s. */
  connected: z.boolean(),
  handRaisedAt: Timestamp.nullable(),
  /** Where the node stands that carries them. */
  region: Region.optional(),
  producers: z.array(RoomProducer),
});
export type Participant = z.infer<typeof Participant>;
/**
 * A media node's share of a live room: the participants that it carries. `epoch` changes when the part is built anew (a
 * worker died, the node restarted): everything of the old epoch is gone and those participants join again. `seq` numbers the
 * changes within an epoch.
 */
export const RoomPart = z.object({
  node: NodeId,
  epoch: z.string(),
  seq: z.int(),
  participants: z.array(Participant),
});
export type RoomPart = z.infer<typeof RoomPart>;
/**
 * The live room is the union of its parts; no part is above another. Somebody who is moving from one node to another is in two
 * parts for a moment: the one with the later `joinedAt` is where they are going. `silent` are nodes that have a part and did not
 * answer in time: whoever knows that part keeps what they know of it.
 */
export const RoomSnapshot = z.object({
  meetingId: MeetingId,
  parts: z.array(RoomPart),
  silent: z.array(NodeId).optional(),
});
export type RoomSnapshot = z.infer<typeof RoomSnapshot>;

// --- mediasoup's own shapes: checked for size and form here, for meaning by mediasoup ------------

const short = z.string().max(128);
const Parameters = z.record(short, z.union([z.string().max(1024), z.number(), z.null()]));
const RtcpFeedback = z.object({ type: short, parameter: short.optional() });
const RtpCodecCapability = z.object({
  kind: MediaKind,
  mimeType: short,
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(16).optional(),
  preferredPayloadType: z.int().min(0).max(127).optional(),
  parameters: Parameters.optional(),
  rtcpFeedback: z.array(RtcpFeedback).max(32).optional(),
});
const RtpHeaderExtension = z.object({
  kind: MediaKind,
  uri: z.string().max(256),
  preferredId: z.int().min(0).max(255),
  preferredEncrypt: z.boolean().optional(),
  direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
});
export const RtpCapabilities = z.object({
  codecs: z.array(RtpCodecCapability).max(64).optional(),
  headerExtensions: z.array(RtpHeaderExtension).max(64).optional(),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

const RtpEncoding = z.object({
  ssrc: z.int().min(0).max(0xffff_ffff).optional(),
  rid: short.optional(),
  codecPayloadType: z.int().min(0).max(127).optional(),
  rtx: z.object({ ssrc: z.int().min(0).max(0xffff_ffff) }).optional(),
  dtx: z.boolean().optional(),
  scalabilityMode: short.optional(),
  maxBitrate: z.int().min(0).optional(),
  maxFramerate: z.number().min(0).optional(),
  scaleResolutionDownBy: z.number().min(0).optional(),
  active: z.boolean().optional(),
  priority: short.optional(),
  networkPriority: short.optional(),
});
export const RtpParameters = z.object({
  mid: short.optional(),
  codecs: z
    .array(
      z.object({
        mimeType: short,
        payloadType: z.int().min(0).max(127),
        clockRate: z.int().min(1).max(1_000_000),
        channels: z.int().min(1).max(16).optional(),
        parameters: Parameters.optional(),
        rtcpFeedback: z.array(RtcpFeedback).max(32).optional(),
      }),
    )
    .min(1)
    .max(16),
  headerExtensions: z
    .array(
      z.object({
        uri: z.string().max(256),
        id: z.int().min(0).max(255),
        encrypt: z.boolean().optional(),
        parameters: Parameters.optional(),
      }),
    )
    .max(64)
    .optional(),
  encodings: z.array(RtpEncoding).max(16).optional(),
  rtcp: z
    .object({ cname: short.optional(), reducedSize: z.boolean().optional(), mux: z.boolean().optional() })
    .optional(),
  msid: z.string().max(256).optional(),
});
export type RtpParameters = z.infer<typeof RtpParameters>;

const IceParameters = z.object({ usernameFragment: short, password: short, iceLite: z.boolean().optional() });
const IceCandidate = z.object({
  foundation: short,
  priority: z.number(),
  ip: short,
  address: short,
  protocol: z.enum(['udp', 'tcp']),
  port: z.int().min(0).max(65535),
  type: z.enum(['host', 'srflx', 'prflx', 'relay']),
  tcpType: z.enum(['active', 'passive', 'so']).optional(),
});
export const DtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().max(256),
      }),
    )
    .min(1)
    .max(8),
});
export const TransportOptions = z.object({
  id: TransportId,
  iceParameters: IceParameters,
  iceCandidates: z.array(IceCandidate),
  dtlsParameters: DtlsParameters,
});
export type TransportOptions = z.infer<typeof TransportOptions>;
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});

// --- joining -----------------------------------------------------------------------------------

/** Where a client may measure how far each region is: a STUN server (RFC 8489) beside the region's media nodes. */
export const listProbes = command(
  'media:listProbes',
  Nothing,
  z.object({ probes: z.array(z.object({ region: Region, address: z.string(), port: z.int() })) }),
);
/** Round trips as measured, in any order. A client that cannot measure leaves them out. */
const Near = z.array(z.object({ region: Region, rttMs: z.number().min(0).max(60_000) })).max(regions.length);
/**
 * Enters the room on the media node that suits the participant best, with both transports in one answer. Joining again with
 * the same `participantId` (reload, lost connection, new epoch) replaces the earlier media of that participant; with `moving` it
 * stays until `media:leave` names its node (make before break, 30 s at most). Needs an admitted knock: else `forbidden`.
 */
export const joinRoom = command(
  'media:join',
  z.object({
    meetingId: MeetingId,
    participantId: ParticipantId,
    near: Near.optional(),
    moving: z.boolean().default(false),
  }),
  z.object({
    /** The node that carries this participant from now on; every further command names it. */
    node: NodeId,
    room: RoomSnapshot,
    routerRtpCapabilities: RtpCapabilities,
    iceServers: z.array(IceServer),
    sendTransport: TransportOptions,
    receiveTransport: TransportOptions,
  }),
);
const InRoom = { meetingId: MeetingId, participantId: ParticipantId, node: NodeId };
/** Says this connection holds the participant again after the socket was away; media was never touched. */
export const resumeRoom = command('media:resume', z.object(InRoom), z.object({ room: RoomSnapshot }));
/** `moved`: the participant goes on, on another node. */
export const leaveRoom = command(
  'media:leave',
  z.object({ ...InRoom, reason: z.enum(['left', 'moved']).default('left') }),
  Nothing,
);
export const getRoom = command('media:getRoom', z.object({ meetingId: MeetingId }), RoomSnapshot);
export const connectTransport = command(
  'media:connectTransport',
  z.object({ ...InRoom, transportId: TransportId, dtlsParameters: DtlsParameters }),
  Nothing,
);
export const restartIce = command(
  'media:restartIce',
  z.object({ ...InRoom, transportId: TransportId }),
  z.object({ iceParameters: IceParameters }),
);

// --- sending -----------------------------------------------------------------------------------

export const produce = command(
  'media:produce',
  z.object({
    ...InRoom,
    kind: MediaKind,
    source: Source,
    rtpParameters: RtpParameters,
    paused: z.boolean().default(false),
  }),
  z.object({ producerId: ProducerId }),
);
export const setProducerPaused = command(
  'media:setProducerPaused',
  z.object({ ...InRoom, producerId: ProducerId, paused: z.boolean() }),
  Nothing,
);
export const closeProducer = command(
  'media:closeProducer',
  z.object({ ...InRoom, producerId: ProducerId }),
  Nothing,
);

// --- receiving ---------------------------------------------------------------------------------

export const ConsumerOptions = z.object({
  id: ConsumerId,
  producerId: ProducerId,
  kind: MediaKind,
  rtpParameters: RtpParameters,
});
export type ConsumerOptions = z.infer<typeof ConsumerOptions>;
/** Producers that are gone or cannot be received are left out. Consumers start paused. */
export const consume = command(
  'media:consume',
  z.object({
    ...InRoom,
    /** With the node that each comes in at. */
    producers: z
      .array(z.object({ id: ProducerId, node: NodeId }))
      .min(1)
      .max(200),
    rtpCapabilities: RtpCapabilities,
  }),
  z.object({ consumers: z.array(ConsumerOptions) }),
);
/**
 * What to receive: `paused` for what is off screen, `spatialLayer` 0 to 2 by the tile's size (a quarter, half, full), all in
 * one call. Ids that are gone are ignored.
 */
export const tuneConsumers = command(
  'media:tuneConsumers',
  z.object({
    ...InRoom,
    consumers: z
      .array(
        z.object({
          id: ConsumerId,
          paused: z.boolean(),
          spatialLayer: z.int().min(0).max(2).optional(),
          temporalLayer: z.int().min(0).max(2).optional(),
        }),
      )
      .min(1)
      .max(400),
  }),
  Nothing,
);
export const closeConsumers = command(
  'media:closeConsumers',
  z.object({ ...InRoom, consumerIds: z.array(ConsumerId).min(1).max(400) }),
  Nothing,
);

// --- acting in the room ------------------------------------------------------------------------

export const raiseHand = command('media:raiseHand', z.object({ ...InRoom, raised: z.boolean() }), Nothing);
/** Of a host: pauses the other's microphone (they may turn it on again). */
export const muteParticipant = command(
  'media:mute',
  z.object({ meetingId: MeetingId, participantId: ParticipantId }),
  Nothing,
);
/** Of a host: takes the person out of the room; a guest must knock again. */
export const removeParticipant = command(
  'media:remove',
  z.object({ meetingId: MeetingId, participantId: ParticipantId }),
  Nothing,
);

// --- events ------------------------------------------------------------------------------------

export const RoomChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('participant'), participant: Participant }),
  z.object({
    type: z.literal('left'),
    participantId: ParticipantId,
    reason: z.enum(['left', 'lost', 'removed', 'moved']),
  }),
]);
export type RoomChange = z.infer<typeof RoomChange>;
/**
 * To everybody in the room, of one part. `seq` follows that part's without gaps, else ask `media:getRoom`. A part begins with
 * `seq` 1 of an epoch not heard of before.
 */
export const roomChanged = event(
  'media:roomChanged',
  z.object({
    meetingId: MeetingId,
    node: NodeId,
    epoch: z.string(),
    seq: z.int(),
    changes: z.array(RoomChange),
  }),
);
/**
 * The nodes that have a part of the room, as this hub knows them. Whoever misses one of them asks `media:getRoom`; a part
 * that is not named may be newer than this list, so nothing is dropped because of it.
 */
export const partsChanged = event(
  'media:partsChanged',
  z.object({ meetingId: MeetingId, nodes: z.array(NodeId) }),
);
/**
 * Who of one part is heard now, loudest first, level 0 to 1; an empty list is silence. Several times a second at most; never
 * stored.
 */
export const speakersChanged = event(
  'media:speakersChanged',
  z.object({
    meetingId: MeetingId,
    node: NodeId,
    speakers: z.array(z.object({ participantId: ParticipantId, level: z.number() })),
  }),
);
/**
 * A part was built anew (`epoch`), or its node is gone (`epoch` null): whoever it carried joins again, without a click; for
 * everybody else its participants are away until they have.
 */
export const roomInterrupted = event(
  'media:roomInterrupted',
  z.object({ meetingId: MeetingId, node: NodeId, epoch: z.string().nullable() }),
);
/**
 * To the participant on `node`: the streams that came there from the node `from` have ended, though the people and their producers
 * are as they were. Consume them anew; what the answer leaves out is told again when it may work.
 */
export const streamsCut = event(
  'media:streamsCut',
  z.object({ meetingId: MeetingId, participantId: ParticipantId, node: NodeId, from: NodeId }),
);
/** To the participant: your node is being emptied. Join with `moving`, and leave this node once the new one carries you. */
export const moveAsked = event(
  'media:moveAsked',
  z.object({ meetingId: MeetingId, participantId: ParticipantId, node: NodeId }),
);
/** To the person: a host muted your microphone, or took you out. `taken`: this participant joined from another connection. */
export const moderated = event(
  'media:moderated',
  z.object({
    meetingId: MeetingId,
    participantId: ParticipantId,
    action: z.enum(['muted', 'removed', 'taken']),
  }),
);
