import { randomBytes, randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { Holder } from '#server/media/media.commands.ts';
import { createMediaNode, type MediaNodeOptions } from '#server/media/node/media-node.ts';
import type { Bus } from '#server/platform/bus.ts';
import { createMemoryBus } from '#server/platform/bus-memory.ts';
import { createMemoryBusHub, type MemoryBusHub } from '#server/platform/bus-memory-hub.ts';
import { systemClock } from '#server/platform/clock.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMetrics } from '#server/platform/metrics.ts';
import type { MeetingId, NodeId, ParticipantId, PersonId } from '#shared/contract/ids.ts';
import type { DtlsParameters, RtpCapabilities, RtpParameters } from '#shared/contract/media.ts';

/** Of a node that was given no name. */
export const media1 = 'media-1' as NodeId;

export const id = <T extends string>() => randomUUID() as T;

type TestMediaNodeOptions = Partial<MediaNodeOptions> & {
  workers?: number;
  nodeId?: string;
  busHub?: MemoryBusHub;
  hubNodeId?: string;
  /** Stands between the node and its bus. */
  wrapBus?: (bus: Bus) => Bus;
};

/** A media node on a bus of its own, and a second bus node that plays the hub. */
export async function createTestMediaNode(options: TestMediaNodeOptions = {}) {
  const { workers = 1, nodeId = media1, busHub: hub = createMemoryBusHub(), wrapBus, ...others } = options;
  const { hubNodeId = `hub of ${nodeId}`, ...rest } = others;
  const bus = createMemoryBus({ hub, nodeId, roles: ['media'] });
  const hubBus = createMemoryBus({ hub, nodeId: hubNodeId, roles: ['hub'] });
  const node = await createMediaNode({
    config: { listenAddress: '127.0.0.1', announcedAddresses: [], port: 0, workers },
    bus: wrapBus ? wrapBus(bus) : bus,
    logger: createLogger({ level: 'silent' }),
    metrics: createMetrics(),
    clock: systemClock,
    ...rest,
  });
  return {
    node,
    bus: hubBus,
    busHub: hub,
    /** Nobody hears of the node any more; its workers are cleaned up at the end. */
    crash: () => bus.close(),
    async [Symbol.asyncDispose]() {
      await node.close();
      await Promise.all([bus.close(), hubBus.close()]);
    },
  };
}

export const aPerson = (displayName = 'Ada') => ({
  id: id<PersonId>(),
  kind: 'member' as const,
  displayName,
  avatarUrl: null,
});

export const aHolder = (personId: PersonId, connectionId: string = randomUUID()): Holder => ({
  connectionId,
  personId,
  sessionId: null,
  tokenId: null,
});

/** What a browser would say; nobody answers at the other end of it. */
export const someDtls = (): z.output<typeof DtlsParameters> => ({
  role: 'client',
  fingerprints: [
    {
      algorithm: 'sha-256',
      value: [...randomBytes(32)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':'),
    },
  ],
});

const ssrc = () => randomBytes(4).readUInt32BE(0) || 1;

export const opus = (): RtpParameters => ({
  mid: String(ssrc()),
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: {} }],
  encodings: [{ ssrc: ssrc(), dtx: true }],
  rtcp: { cname: randomUUID() },
});

/** Three simulcast layers as Chromium sends them. */
export const vp8 = (): RtpParameters => ({
  mid: String(ssrc()),
  codecs: [
    {
      mimeType: 'video/VP8',
      payloadType: 96,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'goog-remb' }],
    },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
  ],
  headerExtensions: [
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4 },
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 10 },
  ],
  encodings: [
    { rid: 'r0', scalabilityMode: 'L1T3', maxBitrate: 150_000 },
    { rid: 'r1', scalabilityMode: 'L1T3', maxBitrate: 500_000 },
    { rid: 'r2', scalabilityMode: 'L1T3', maxBitrate: 1_500_000 },
  ],
  rtcp: { cname: randomUUID() },
});

/** A receiver that can do whatever the router can. */
export const capabilitiesOf = (router: RtpCapabilities): RtpCapabilities => router;

export type Kit = { bus: Bus };
export type Ids = { meetingId: MeetingId; participantId: ParticipantId };

export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 3_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not true within ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
