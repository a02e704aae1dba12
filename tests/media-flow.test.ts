import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import * as commands from '#server/media/media.commands.ts';
import type { BusCommand } from '#server/platform/bus.ts';
import type { MeetingId, ParticipantId } from '#shared/contract/ids.ts';
import { createIdentity } from './bench/media/dtls.ts';
import { createPeer } from './bench/media/peer.ts';
import { createStream, payloadType } from './bench/media/stream.ts';
import { aHolder, aPerson, createTestMediaNode, id, media1, until } from './media-kit.ts';

// Real ICE, DTLS and SRTP without a browser: the load generator's peers, in small.
const identity = createIdentity();
afterAll(() => identity.remove());

type Kit = Awaited<ReturnType<typeof createTestMediaNode>>;
const codec = { mimeType: 'video/VP8', clockRate: 90_000, parameters: {} };

async function connect(kit: Kit, meetingId: MeetingId, side: 'sendTransport' | 'receiveTransport') {
  const person = aPerson();
  const participantId = id<ParticipantId>();
  const here = { meetingId, participantId, node: media1, holder: aHolder(person.id) };
  const ask = <I, O>(command: BusCommand<I, O>, input: I) =>
    kit.bus.request({ node: media1 }, command, input);
  const answer = await ask(commands.nodeJoin, { ...here, person, role: 'participant', elsewhere: 0 });
  const { id: transportId, iceParameters, iceCandidates } = answer[side];
  const fingerprints = [{ algorithm: 'sha-256' as const, value: identity.fingerprint }];
  await ask(commands.nodeConnect, { ...here, transportId, dtlsParameters: { role: 'client', fingerprints } });
  const peer = await createPeer(identity);
  const [candidate] = iceCandidates;
  await peer.connect({ ice: iceParameters, address: '127.0.0.1', port: candidate?.port ?? 0 });
  return { here, ask, peer };
}

test('every packet reaches every receiver, also over a pipe to another worker', async () => {
  await using kit = await createTestMediaNode({ workers: 2, maxConsumersPerLane: 1 });
  const meetingId = randomUUID() as MeetingId;
  const sender = await connect(kit, meetingId, 'sendTransport');
  const rtpParameters = {
    mid: '0',
    codecs: [{ ...codec, payloadType }],
    encodings: [{ ssrc: 4_242 }],
    rtcp: { cname: 'flow' },
  };
  const { producerId } = await sender.ask(commands.nodeProduce, {
    ...sender.here,
    kind: 'video',
    source: 'camera',
    rtpParameters,
    paused: false,
  });
  const receivers: Awaited<ReturnType<typeof connect>>[] = [];
  for (let nth = 0; nth < 3; nth += 1) {
    const receiver = await connect(kit, meetingId, 'receiveTransport');
    const capability = { ...codec, kind: 'video' as const, preferredPayloadType: payloadType };
    const { consumers } = await receiver.ask(commands.nodeConsume, {
      ...receiver.here,
      producers: [{ id: producerId, node: media1 }],
      rtpCapabilities: { codecs: [capability], headerExtensions: [] },
    });
    const tuned = consumers.map((consumer) => ({ id: consumer.id, paused: false }));
    await receiver.ask(commands.nodeTune, { ...receiver.here, consumers: tuned });
    receivers.push(receiver);
  }
  expect(await kit.node.dump()).toMatchObject({ routers: 2, rooms: [{ lanes: 2, pipes: 1, consumers: 3 }] });

  const send = createStream(sender.peer, 4_242);
  const packets = 200;
  for (let nth = 0; nth < packets; nth += 1) {
    send();
    if (nth % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await until(() => receivers.every(({ peer }) => peer.received() === packets));
  for (const { peer } of [sender, ...receivers]) peer.close();
  await sender.ask(commands.nodeCloseRoom, { meetingId });
  expect(await kit.node.dump()).toEqual({ rooms: [], routers: 0, transports: 0, weight: 0 });
});
