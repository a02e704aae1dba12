import { randomBytes, randomUUID } from 'node:crypto';
import type { HubClient } from '#shared/client.ts';
import type { MeetingId, NodeId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';
import { createMeeting, knock } from '#shared/contract/meetings.ts';
import { startHubProcess } from '#tests/hub-process.ts';
import { pin, serverCore } from '../processes.ts';
import type { Identity } from './dtls.ts';
import { createPeer, type Peer } from './peer.ts';
import type { MediaSide } from './side.ts';
import { payloadType } from './stream.ts';

export const videoCodec = {
  mimeType: 'video/VP8',
  clockRate: 90_000,
  parameters: {},
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
};

/** The real program with its database: a meeting of one sender and `receivers` others, all over one connection of one person. */
export async function startHubSide(identity: Identity, receivers: number): Promise<MediaSide> {
  const hub = await startHubProcess({ env: { ENTENTE_MEDIA_WORKERS: '1', NODE_ENV: 'production' } });
  const peers: Peer[] = [];
  const close = async () => {
    for (const peer of peers) peer.close();
    await hub[Symbol.asyncDispose]();
  };
  try {
    const { pid } = hub.child;
    if (!pid) throw new Error('the hub did not start');
    await hub.world.setUp('ada');
    const client = await hub.world.as('ada');
    const { id: meetingId } = await client.call(createMeeting, { title: 'Bench' });
    await client.call(knock, { meetingId });
    const enter = async (side: 'sendTransport' | 'receiveTransport') => {
      const { peer, ...rest } = await join(client, identity, meetingId, side);
      peers.push(peer);
      return { peer, ...rest };
    };
    const sender = await enter('sendTransport');
    const ssrc = randomBytes(4).readUInt32BE() | 1;
    const rtpParameters = {
      mid: '0',
      codecs: [{ ...videoCodec, payloadType }],
      encodings: [{ ssrc: ssrc >>> 0 }],
      rtcp: { cname: 'bench' },
    };
    const stream = { kind: 'video', source: 'camera', rtpParameters } as const;
    const { producerId } = await client.call(media.produce, { ...sender.here, ...stream });
    const watching: Peer[] = [];
    for (let nth = 0; nth < receivers; nth += 1) {
      const { peer, here } = await enter('receiveTransport');
      await watch(client, here, producerId);
      watching.push(peer);
    }
    pin(pid, serverCore);
    return { pid, sender: sender.peer, ssrc: ssrc >>> 0, receivers: watching, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function join(
  client: HubClient,
  identity: Identity,
  meetingId: MeetingId,
  side: 'sendTransport' | 'receiveTransport',
) {
  const participantId = randomUUID() as ParticipantId;
  const answer = await client.call(media.joinRoom, { meetingId, participantId });
  const here = { meetingId, participantId, node: answer.node };
  const { id: transportId, iceParameters, iceCandidates } = answer[side];
  const fingerprints = [{ algorithm: 'sha-256' as const, value: identity.fingerprint }];
  const dtlsParameters = { role: 'client' as const, fingerprints };
  await client.call(media.connectTransport, { ...here, transportId, dtlsParameters });
  const peer = await createPeer(identity);
  const candidate = iceCandidates.find(({ protocol }) => protocol === 'udp');
  if (!candidate) throw new Error('no UDP candidate');
  await peer.connect({ ice: iceParameters, address: candidate.address, port: candidate.port });
  return { peer, here };
}

async function watch(
  client: HubClient,
  here: { meetingId: MeetingId; participantId: ParticipantId; node: NodeId },
  producerId: ProducerId,
): Promise<void> {
  const capability = { ...videoCodec, kind: 'video' as const, preferredPayloadType: payloadType };
  const { consumers } = await client.call(media.consume, {
    ...here,
    producers: [{ id: producerId, node: here.node }],
    rtpCapabilities: { codecs: [capability], headerExtensions: [] },
  });
  const [consumer] = consumers;
  if (!consumer) throw new Error('the stream cannot be received');
  await client.call(media.tuneConsumers, { ...here, consumers: [{ id: consumer.id, paused: false }] });
}
