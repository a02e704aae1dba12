import { lookup } from 'node:dns/promises';
import type { PlainTransport, RtpCapabilities, RtpParameters } from 'mediasoup/types';
import type { TrunkEnd } from '../media.commands.ts';
import { guard } from './guard.ts';
import type { Lane } from './lanes.ts';

export type TrunkPorts = {
  listenAddress: string;
  announcedAddress: string | undefined;
  /** Where trunks may listen; undefined: any free port. */
  range: { min: number; max: number } | undefined;
};

const cryptoSuite = 'AEAD_AES_128_GCM';

/** This node's end of a trunk: plain RTP over one UDP port, sealed with SRTP. */
export async function openEnd(lane: Lane, ports: TrunkPorts): Promise<PlainTransport> {
  const { listenAddress, announcedAddress, range } = ports;
  return await guard(lane, () =>
    lane.router.createPlainTransport({
      listenInfo: {
        protocol: 'udp',
        ip: listenAddress,
        ...(announcedAddress ? { announcedAddress } : {}),
        ...(range ? { portRange: range } : {}),
        // A burst of key frames of many cameras at once.
        sendBufferSize: 1_000_000,
        recvBufferSize: 1_000_000,
      },
      rtcpMux: true,
      comedia: false,
      enableSrtp: true,
      srtpCryptoSuite: cryptoSuite,
    }),
  );
}

export function endOf({ tuple, srtpParameters }: PlainTransport): TrunkEnd {
  if (!srtpParameters) throw new Error('a trunk without encryption');
  const { keyBase64 } = srtpParameters;
  return { address: tuple.localAddress, port: tuple.localPort, srtp: { cryptoSuite, keyBase64 } };
}

export async function connectEnd(transport: PlainTransport, { address, port, srtp }: TrunkEnd) {
  // Nodes may be announced by name; mediasoup wants an address.
  const { address: ip } = await lookup(address);
  await guard(transport, () => transport.connect({ ip, port, srtpParameters: srtp }));
}

/** RTP and RTCP in bytes; nothing of one that is closed. */
export async function countBytes(transport: PlainTransport): Promise<{ sent: number; received: number }> {
  const [stats] = await transport.getStats().catch(() => []);
  return { sent: stats?.bytesSent ?? 0, received: stats?.bytesReceived ?? 0 };
}

/**
 * The ids of a participant's transport, and what measures the way to one receiver: not of use between nodes. Capture times would
 * be believed although not every sender tells them, and layers could not be brought together; sender reports always come.
 */
const notBetweenNodes = new Set([
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
]);

/**
 * What the far router takes: everything, but for bandwidth estimation. A trunk carries each layer because somebody looks at it;
 * whoever cannot take it all gets less from the far router.
 */
export const trunkCapabilities = ({
  codecs = [],
  headerExtensions = [],
}: RtpCapabilities): RtpCapabilities => ({
  codecs,
  headerExtensions: headerExtensions.filter(({ uri }) => !notBetweenNodes.has(uri)),
});

/** Streams of a trunk are told apart by SSRC alone. */
export function withoutMid(parameters: RtpParameters): RtpParameters {
  const rest = { ...parameters };
  delete rest.mid;
  return rest;
}
