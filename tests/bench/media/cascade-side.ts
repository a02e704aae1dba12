import { randomBytes } from 'node:crypto';
import * as commands from '#server/media/media.commands.ts';
import type { BusCommand } from '#server/platform/bus.ts';
import { hubAlive } from '#server/signaling/hub-alive.ts';
import type { MeetingId, NodeId, ParticipantId } from '#shared/contract/ids.ts';
import { aHolder, aPerson, createTestMediaNode, id, media1 } from '#tests/media-kit.ts';
import { pin, serverCore } from '../processes.ts';
import type { Identity } from './dtls.ts';
import { createPeer, type Peer } from './peer.ts';
import { payloadType } from './stream.ts';

const media2 = 'media-2' as NodeId;
const codec = {
  mimeType: 'video/VP8',
  clockRate: 90_000,
  parameters: {},
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
};

/** A sender and its receivers on media nodes of one worker each; the nodes are in this process, their workers are not. */
export type CascadeSide = {
  /** Of the workers: what media costs. */
  pids: readonly number[];
  sender: Peer;
  ssrc: number;
  receivers: readonly Peer[];
  close(): Promise<void>;
};

/** With `hop`, the receivers are on another node than the sender. */
export async function startCascadeSide(
  identity: Identity,
  { receivers, hop }: { receivers: number; hop: boolean },
): Promise<CascadeSide> {
  const first = await createTestMediaNode();
  const second = await createTestMediaNode({ nodeId: media2, busHub: first.busHub });
  // The nodes ask after the hub of each seat; a side of many receivers takes long to make.
  await first.bus.handle(hubAlive, async () => ({}));
  const meetingId = id<MeetingId>();
  const peers: Peer[] = [];

  async function join(node: NodeId, side: 'sendTransport' | 'receiveTransport') {
    const person = aPerson();
    const here = { meetingId, participantId: id<ParticipantId>(), node, holder: aHolder(person.id) };
    const ask = <I, O>(command: BusCommand<I, O>, input: I) =>
      first.bus.request({ node }, command, input, { deadlineMs: 30_000 });
    const answer = await ask(commands.nodeJoin, { ...here, person, role: 'participant', elsewhere: 0 });
    const { id: transportId, iceParameters, iceCandidates } = answer[side];
    const fingerprints = [{ algorithm: 'sha-256' as const, value: identity.fingerprint }];
    await ask(commands.nodeConnect, {
      ...here,
      transportId,
      dtlsParameters: { role: 'client', fingerprints },
    });
    const peer = await createPeer(identity);
    peers.push(peer);
    await peer.connect({ ice: iceParameters, address: '127.0.0.1', port: iceCandidates[0]?.port ?? 0 });
    return { peer, here, ask };
  }

  const sender = await join(media1, 'sendTransport');
  const ssrc = (randomBytes(4).readUInt32BE() | 1) >>> 0;
  const { producerId } = await sender.ask(commands.nodeProduce, {
    ...sender.here,
    kind: 'video',
    source: 'camera',
    paused: false,
    rtpParameters: {
      mid: '0',
      codecs: [{ ...codec, payloadType }],
      encodings: [{ ssrc }],
      rtcp: { cname: 'bench' },
    },
  });
  const watching: Peer[] = [];
  for (let nth = 0; nth < receivers; nth += 1) {
    const { peer, here, ask } = await join(hop ? media2 : media1, 'receiveTransport');
    const capability = { ...codec, kind: 'video' as const, preferredPayloadType: payloadType };
    const { consumers } = await ask(commands.nodeConsume, {
      ...here,
      producers: [{ id: producerId, node: media1 }],
      rtpCapabilities: { codecs: [capability], headerExtensions: [] },
    });
    const tuned = consumers.map((consumer) => ({ id: consumer.id, paused: false }));
    await ask(commands.nodeTune, { ...here, consumers: tuned });
    watching.push(peer);
  }
  const pids = [...first.node.workerPids(), ...second.node.workerPids()];
  for (const pid of pids) pin(pid, serverCore);
  return {
    pids,
    sender: sender.peer,
    ssrc,
    receivers: watching,
    async close() {
      for (const peer of peers) peer.close();
      await second[Symbol.asyncDispose]();
      await first[Symbol.asyncDispose]();
    },
  };
}
