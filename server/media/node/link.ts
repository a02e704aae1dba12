import type {
  Consumer,
  IceCandidate,
  Producer,
  DtlsParameters as Theirs,
  WebRtcTransport,
} from 'mediasoup/types';
import type * as z from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import type { ConsumerId, ParticipantId, ProducerId, TransportId } from '#shared/contract/ids.ts';
import type { DtlsParameters, RoomProducer, Source, TransportOptions } from '#shared/contract/media.ts';
import { guard, interrupted } from './guard.ts';
import type { Lane } from './lanes.ts';

/** Of one participant: camera in three layers and two screens fit. */
const maxIncomingBitrate = 15_000_000;
const initialOutgoingBitrate = 1_000_000;
/** Seconds without a STUN consent (RFC 7675): longer than the drop that an ICE restart must survive. */
const iceConsentTimeout = 30;

export const sourceLimits: Record<Source, number> = { microphone: 1, camera: 1, screen: 2, screenAudio: 2 };
export const kindOf = (source: Source) =>
  source === 'microphone' || source === 'screenAudio' ? ('audio' as const) : ('video' as const);

export type Sent = { producer: Producer; source: Source };

/** The media of one participant: one transport each way, in one lane. Made anew by every join. */
export type Link = {
  readonly lane: Lane;
  readonly send: WebRtcTransport;
  readonly receive: WebRtcTransport;
  readonly sent: Map<ProducerId, Sent>;
  readonly received: Map<ConsumerId, Consumer>;
  /** By producer, so that consuming the same one twice gives one consumer. */
  readonly consuming: Map<ProducerId, Promise<Consumer>>;
  /** Sources whose producer is being made. */
  readonly reserved: Source[];
  /** Transports that were given the client's side. */
  readonly connected: Set<string>;
  readonly closed: boolean;
};

export async function openLink(lane: Lane, participantId: ParticipantId): Promise<Link> {
  const create = () =>
    lane.router.createWebRtcTransport({
      webRtcServer: lane.home.server,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: initialOutgoingBitrate,
      iceConsentTimeout,
      appData: { participantId },
    });
  const [send, receive] = await guard(lane, () => Promise.all([create(), create()]));
  lane.home.weight += 1;
  send.observer.on('close', () => {
    lane.home.weight -= 1;
  });
  return {
    lane,
    send,
    receive,
    sent: new Map(),
    received: new Map(),
    consuming: new Map(),
    reserved: [],
    connected: new Set(),
    get closed() {
      return send.closed || receive.closed;
    },
  };
}

/** Idempotent. A router that is gone has taken the transports with it. */
export function closeLink(link: Link): void {
  link.send.close();
  link.receive.close();
}

/** What the client needs, with a candidate for every address that is announced. */
export function transportOptions(transport: WebRtcTransport, announced: readonly string[]): TransportOptions {
  const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
  const candidates = iceCandidates.flatMap((candidate) => {
    const others = announced.filter((address) => address !== candidate.address);
    return [candidate].concat(others.map((address, index) => announcedAt(candidate, address, index + 1)));
  });
  return { id: id as TransportId, iceParameters, iceCandidates: candidates, dtlsParameters };
}

const announcedAt = (candidate: IceCandidate, address: string, rank: number): IceCandidate => ({
  ...candidate,
  ip: address,
  address,
  foundation: `${candidate.foundation}${rank}`,
  priority: candidate.priority - rank * 256,
});

export function transportOf(link: Link, id: TransportId): WebRtcTransport {
  if (link.closed) throw interrupted();
  if (link.send.id === id) return link.send;
  if (link.receive.id === id) return link.receive;
  throw new AppError('notFound', 'No such transport.');
}

export async function connect(
  link: Link,
  id: TransportId,
  parameters: z.output<typeof DtlsParameters>,
): Promise<void> {
  const transport = transportOf(link, id);
  if (link.connected.has(id)) throw new AppError('conflict', 'This transport is connected already.');
  link.connected.add(id);
  const dtlsParameters = parameters as Theirs;
  const limit = transport === link.send ? transport.setMaxIncomingBitrate(maxIncomingBitrate) : undefined;
  try {
    await guard(transport, () => Promise.all([transport.connect({ dtlsParameters }), limit]));
  } catch (error) {
    link.connected.delete(id);
    throw error;
  }
}

export const roomProducers = (link: Link | undefined): RoomProducer[] =>
  [...(link?.sent ?? [])].map(([id, { producer, source }]) => ({
    id,
    kind: producer.kind,
    source,
    paused: producer.paused,
  }));
