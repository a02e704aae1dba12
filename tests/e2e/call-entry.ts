// Runs in the browser: one entry into a room, on the typed client and mediasoup-client alone.

import type { types } from 'mediasoup-client';
import { Device } from 'mediasoup-client';
import type { HubClient } from '#shared/client.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { MeetingId, NodeId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';

export type EntryOptions = {
  hub: HubClient;
  join: InputOf<typeof media.joinRoom>;
  stream: MediaStream | undefined;
  /** As behind a firewall that lets no UDP through. */
  tcpOnly: boolean;
  arrived: (from: ParticipantId, consumer: types.Consumer) => void;
  tell: (error: unknown) => void;
};

const layers = [
  { rid: 'r0', scaleResolutionDownBy: 4, maxBitrate: 120_000, scalabilityMode: 'L1T3' },
  { rid: 'r1', scaleResolutionDownBy: 2, maxBitrate: 350_000, scalabilityMode: 'L1T3' },
  { rid: 'r2', scaleResolutionDownBy: 1, maxBitrate: 900_000, scalabilityMode: 'L1T3' },
];

/** Two transports on one node, everything sent and everything received: thrown away as a whole. */
export async function enter({ hub, join, stream, tcpOnly, arrived, tell }: EntryOptions) {
  const answer = await hub.call(media.joinRoom, join);
  const meetingId = join.meetingId as MeetingId;
  const self = join.participantId as ParticipantId;
  const here = { meetingId, participantId: self, node: answer.node };
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities: answer.routerRtpCapabilities as types.RtpCapabilities });
  const { iceServers } = answer;
  const options = (side: 'sendTransport' | 'receiveTransport') => {
    const all = answer[side].iceCandidates;
    const iceCandidates = tcpOnly ? all.filter(({ protocol }) => protocol === 'tcp') : all;
    return { ...answer[side], iceServers, iceCandidates } as types.TransportOptions;
  };
  const send = device.createSendTransport(options('sendTransport'));
  const receive = device.createRecvTransport(options('receiveTransport'));
  for (const transport of [send, receive])
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      hub
        .call(media.connectTransport, { ...here, transportId: transport.id as never, dtlsParameters })
        .then(done, failed);
    });
  send.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
    const source = appData['source'] as media.Source;
    hub
      .call(media.produce, { ...here, kind, source, rtpParameters: rtpParameters as media.RtpParameters })
      .then(({ producerId }) => done({ id: producerId }), failed);
  });

  const consumers = new Map<ProducerId, { from: ParticipantId; consumer: types.Consumer }>();
  const wanted = new Map<ProducerId, ParticipantId>();
  const wantedFrom = new Map<ProducerId, NodeId>();

  async function consume(node: NodeId, participants: readonly media.Participant[]): Promise<void> {
    const fresh = participants
      .filter(({ id }) => id !== self)
      .flatMap(({ id, producers }) => producers.map((producer) => ({ from: id, id: producer.id, node })))
      .filter(({ id }) => !wanted.has(id));
    if (fresh.length === 0) return;
    for (const { id, from } of fresh) {
      wanted.set(id, from);
      wantedFrom.set(id, node);
    }
    const made = await hub.call(media.consume, {
      ...here,
      producers: fresh.map(({ id }) => ({ id, node })),
      rtpCapabilities: device.recvRtpCapabilities as media.RtpCapabilities,
    });
    const left = new Set(fresh.map(({ id }) => id));
    await Promise.all(
      made.consumers.map(async ({ id, producerId, kind, rtpParameters }) => {
        left.delete(producerId);
        // It lived all the while.
        if (consumers.get(producerId)?.consumer.id === id) return;
        const parameters = rtpParameters as types.RtpParameters;
        const consumer = await receive.consume({ id, producerId, kind, rtpParameters: parameters });
        const from = wanted.get(producerId) ?? self;
        consumers.set(producerId, { from, consumer });
        arrived(from, consumer);
      }),
    );
    // Left out now (its node is busy or slow): asked for with the next change.
    for (const id of left) wanted.delete(id);
    const tuned = made.consumers.map(({ id }) => ({ id, paused: false, spatialLayer: 2 }));
    if (tuned.length > 0) await hub.call(media.tuneConsumers, { ...here, consumers: tuned });
  }

  const consumeAll = async ({ parts }: media.RoomSnapshot) => {
    await Promise.all(parts.map(({ node, participants }) => consume(node, participants)));
  };
  const heard = new Set<NodeId>(answer.room.parts.map(({ node }) => node));
  const stops = [
    hub.on(media.roomChanged, ({ meetingId: which, node, changes }) => {
      if (which !== meetingId) return;
      heard.add(node);
      const participants = changes.flatMap((change) =>
        change.type === 'participant' ? [change.participant] : [],
      );
      consume(node, participants).catch(tell);
    }),
    hub.on(media.roomInterrupted, ({ meetingId: which, node }) => {
      if (which !== meetingId || node === answer.node) return;
      heard.delete(node);
      for (const [id, from] of wantedFrom) if (from === node) wanted.delete(id);
    }),
    hub.on(media.partsChanged, ({ meetingId: which, nodes }) => {
      if (which !== meetingId || nodes.every((node) => heard.has(node))) return;
      for (const node of nodes) heard.add(node);
      hub.call(media.getRoom, { meetingId }).then(consumeAll).catch(tell);
    }),
  ];
  const receiving = consumeAll(answer.room);
  const [audio] = stream?.getAudioTracks() ?? [];
  const [video] = stream?.getVideoTracks() ?? [];
  if (audio) await send.produce({ track: audio.clone(), appData: { source: 'microphone' } });
  if (video) {
    const encodings = (video.getSettings().height ?? 0) > 180 ? layers : layers.slice(-1);
    await send.produce({ track: video.clone(), encodings, appData: { source: 'camera' } });
  }
  await receiving;

  return {
    here,
    epoch: answer.room.parts.find(({ node }) => node === answer.node)?.epoch,
    /** Decoded frames and received packets of each participant. */
    async flow(): Promise<Map<ParticipantId, { frames: number; packets: number }>> {
      const flow = new Map<ParticipantId, { frames: number; packets: number }>();
      const stats = [...(await receive.getStats()).values()] as {
        type: string;
        trackIdentifier?: string;
        framesDecoded?: number;
        packetsReceived?: number;
      }[];
      for (const { from, consumer } of consumers.values()) {
        const one = flow.get(from) ?? { frames: 0, packets: 0 };
        const stat = stats.find(
          ({ type, trackIdentifier }) => type === 'inbound-rtp' && trackIdentifier === consumer.track.id,
        );
        one.frames += stat?.framesDecoded ?? 0;
        one.packets += consumer.kind === 'audio' ? (stat?.packetsReceived ?? 0) : 0;
        flow.set(from, one);
      }
      return flow;
    },
    async restartIce(): Promise<void> {
      for (const transport of [send, receive]) {
        const which = { ...here, transportId: transport.id as never };
        const { iceParameters } = await hub.call(media.restartIce, which);
        await transport.restartIce({ iceParameters: iceParameters as types.IceParameters });
      }
    },
    close(): void {
      for (const stop of stops) stop();
      send.close();
      receive.close();
    },
  };
}
export type Entry = Awaited<ReturnType<typeof enter>>;
