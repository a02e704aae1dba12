import { randomBytes } from 'node:crypto';
import * as commands from '#server/media/media.commands.ts';
import type { Bus, BusCommand } from '#server/platform/bus.ts';
import type { MeetingId, NodeId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import type { RtpParameters, TransportOptions } from '#shared/contract/media.ts';
import type { Identity } from './bench/media/dtls.ts';
import { createPeer } from './bench/media/peer.ts';
import { aHolder, aPerson, id } from './media-kit.ts';
import { layerOfPacket, startCamera, videoPayloadType } from './media-stream.ts';

const codec = {
  mimeType: 'video/VP8',
  clockRate: 90_000,
  parameters: {},
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
};
const rtpCapabilities = {
  codecs: [{ ...codec, kind: 'video' as const, preferredPayloadType: videoPayloadType }],
  headerExtensions: [],
};

const cameraParameters = (ssrc: number): RtpParameters => ({
  mid: '0',
  codecs: [{ ...codec, payloadType: videoPayloadType }],
  encodings: [0, 1, 2].map((layer) => ({ ssrc: ssrc + layer, scalabilityMode: 'L1T1' })),
  rtcp: { cname: 'caller' },
});

export type CallerOptions = { bus: Bus; node: NodeId; meetingId: MeetingId; participantId?: ParticipantId };

/** A participant with a browser's two transports, real ICE, DTLS and SRTP on both, spoken for as a hub would. */
export async function aCaller(identity: Identity, { bus, node, meetingId, ...options }: CallerOptions) {
  const person = aPerson();
  const participantId = options.participantId ?? id<ParticipantId>();
  const holder = aHolder(person.id);
  const here = { meetingId, participantId, node, holder };
  const ask = <I, O>(command: BusCommand<I, O>, input: I) => bus.request({ node }, command, input);
  const answer = await ask(commands.nodeJoin, { ...here, person, role: 'participant', elsewhere: 0 });

  async function connect({ id: transportId, iceParameters, iceCandidates }: TransportOptions) {
    const fingerprints = [{ algorithm: 'sha-256' as const, value: identity.fingerprint }];
    const dtlsParameters = { role: 'client' as const, fingerprints };
    await ask(commands.nodeConnect, { ...here, transportId, dtlsParameters });
    const peer = await createPeer(identity);
    await peer.connect({ ice: iceParameters, address: '127.0.0.1', port: iceCandidates[0]?.port ?? 0 });
    return peer;
  }

  const [send, receive] = await Promise.all([
    connect(answer.sendTransport),
    connect(answer.receiveTransport),
  ]);
  const got = [0, 0, 0];
  receive.onRtp((packet) => {
    const layer = layerOfPacket(packet);
    if (layer !== undefined) got[layer] = (got[layer] ?? 0) + 1;
  });
  const cameras: ReturnType<typeof startCamera>[] = [];

  return {
    here,
    person,
    ask,
    answer,
    async startCamera() {
      const ssrc = (randomBytes(4).readUInt32BE() & 0x7fff_fff0) + 1;
      const stream = { kind: 'video', source: 'camera', paused: false } as const;
      const rtpParameters = cameraParameters(ssrc);
      const { producerId } = await ask(commands.nodeProduce, { ...here, ...stream, rtpParameters });
      const camera = startCamera(send, ssrc);
      cameras.push(camera);
      return { ...camera, producerId, at: { id: producerId, node } };
    },
    /** Receives a producer, wherever it comes in; undefined when it cannot be had. */
    async watch(at: { id: ProducerId; node: NodeId }, spatialLayer?: number) {
      const { consumers } = await ask(commands.nodeConsume, { ...here, producers: [at], rtpCapabilities });
      const [consumer] = consumers;
      if (!consumer) return undefined;
      const tune = (paused: boolean, layer = spatialLayer) =>
        ask(commands.nodeTune, {
          ...here,
          consumers: [{ id: consumer.id, paused, ...(layer === undefined ? {} : { spatialLayer: layer }) }],
        });
      await tune(false);
      return {
        id: consumer.id,
        tune,
        stop: () => ask(commands.nodeCloseConsumers, { ...here, consumerIds: [consumer.id] }),
      };
    },
    /** Packets of the layer that arrived. */
    got: (layer: number) => got[layer] ?? 0,
    leave: () => ask(commands.nodeLeave, { ...here, reason: 'left' }),
    close(): void {
      for (const camera of cameras) camera.stop();
      send.close();
      receive.close();
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
}
export type Caller = Awaited<ReturnType<typeof aCaller>>;
