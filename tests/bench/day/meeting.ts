import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerId, MeetingId, NodeId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';
import { createMeeting, knock } from '#shared/contract/meetings.ts';
import type { Identity } from '../media/dtls.ts';
import { pace } from '../media/forward.ts';
import { videoCodec } from '../media/hub-side.ts';
import { createPeer, type Peer } from '../media/peer.ts';
import { payloadType } from '../media/stream.ts';
import {
  audioCodec,
  createSender,
  type Kind,
  kinds,
  levelExtension,
  newSsrc,
  parametersOf,
} from './streams.ts';
import type { Tab } from './tab.ts';

/** IP and UDP. */
const packetHeader = 28;
const kindNames = Object.keys(kinds) as Kind[];

type Here = { meetingId: MeetingId; participantId: ParticipantId; node: NodeId };
type Member = {
  tab: Tab;
  here: Here;
  send: Peer;
  receive: Peer;
  senders: Record<Kind, () => void>;
  producers: Record<Kind, ProducerId>;
  consumers: Record<Kind, ConsumerId[]>;
};

/** Meetings of `size` in which everybody sends camera and microphone and receives all the others. */
export async function holdMeetings(tabs: readonly Tab[], size: number, identity: Identity) {
  const members: Member[] = [];
  for (let from = 0; from < tabs.length; from += size) {
    const [host, ...others] = tabs.slice(from, from + size);
    if (!host) break;
    const { id: meetingId } = await host.call(createMeeting, { title: 'Day' });
    const room: Member[] = [];
    for (const tab of [host, ...others]) room.push(await enter(tab, meetingId, identity, room.length));
    for (const member of room) await watch(member, room);
    members.push(...room);
  }

  const received = () => members.reduce((sum, { receive }) => sum + receive.received(), 0);
  const receivedBytes = () => members.reduce((sum, { receive }) => sum + receive.receivedBytes(), 0);

  return {
    people: members.length,
    streams: (kind: Kind) => members.reduce((sum, { consumers }) => sum + consumers[kind].length, 0),
    wire: () => ({ egress: receivedBytes() + received() * packetHeader, ingress: 0 }),
    /** Whether the others get what is sent. */
    async show(kind: Kind, shown: boolean): Promise<void> {
      for (const { tab, here, consumers } of members)
        await tab.call(media.tuneConsumers, {
          ...here,
          consumers: consumers[kind].map((id) => ({ id, paused: !shown })),
        });
      await sleep(300);
    },
    /** Everybody sends for a while; answers hours of streams in and out, by packets: what came late is not counted as time. */
    async send(kind: Kind, seconds: number) {
      const { packetsPerSecond } = kinds[kind];
      const before = received();
      let nth = 0;
      const sent = await pace(packetsPerSecond * members.length, seconds, () => {
        members[nth % members.length]?.senders[kind]();
        nth += 1;
      });
      await sleep(300);
      const hours = (packets: number) => packets / packetsPerSecond / 3_600;
      return { in: hours(sent), out: hours(received() - before), sent, delivered: received() - before };
    },
    close(): void {
      for (const { send, receive } of members) {
        send.close();
        receive.close();
      }
    },
  };
}
export type Meetings = Awaited<ReturnType<typeof holdMeetings>>;

async function enter(tab: Tab, meetingId: MeetingId, identity: Identity, turn: number): Promise<Member> {
  const ids = { meetingId, participantId: randomUUID() as ParticipantId };
  await tab.call(knock, { meetingId });
  const answer = await tab.call(media.joinRoom, ids);
  const here = { ...ids, node: answer.node };
  const [send, receive] = [
    await link(tab, here, answer.sendTransport, identity),
    await link(tab, here, answer.receiveTransport, identity),
  ];
  const ssrcs = { video: newSsrc(), audio: newSsrc() };
  const produce = async (kind: Kind) => {
    const source = kind === 'video' ? ('camera' as const) : ('microphone' as const);
    const rtpParameters = parametersOf(kind, ssrcs[kind]);
    return (await tab.call(media.produce, { ...here, kind, source, rtpParameters })).producerId;
  };
  return {
    tab,
    here,
    send,
    receive,
    senders: {
      video: createSender('video', send, ssrcs.video, turn),
      audio: createSender('audio', send, ssrcs.audio, turn),
    },
    producers: { video: await produce('video'), audio: await produce('audio') },
    consumers: { video: [], audio: [] },
  };
}

async function link(
  tab: Tab,
  here: Here,
  options: media.TransportOptions,
  identity: Identity,
): Promise<Peer> {
  const dtlsParameters = {
    role: 'client' as const,
    fingerprints: [{ algorithm: 'sha-256' as const, value: identity.fingerprint }],
  };
  await tab.call(media.connectTransport, { ...here, transportId: options.id, dtlsParameters });
  const peer = await createPeer(identity);
  const candidate = options.iceCandidates.find(({ protocol }) => protocol === 'udp');
  if (!candidate) throw new Error('no UDP candidate');
  await peer.connect({ ice: options.iceParameters, address: candidate.address, port: candidate.port });
  return peer;
}

async function watch(member: Member, room: readonly Member[]): Promise<void> {
  const producers = room
    .filter((other) => other !== member)
    .flatMap((other) => kindNames.map((kind) => ({ id: other.producers[kind], node: other.here.node })));
  if (producers.length === 0) return;
  const { consumers } = await member.tab.call(media.consume, {
    ...member.here,
    producers,
    rtpCapabilities: {
      codecs: [
        { ...videoCodec, kind: 'video', preferredPayloadType: payloadType },
        { ...audioCodec, kind: 'audio', preferredPayloadType: 100 },
      ],
      headerExtensions: [{ kind: 'audio', uri: levelExtension.uri, preferredId: levelExtension.id }],
    },
  });
  for (const { id, kind } of consumers) member.consumers[kind].push(id);
}
