// Runs in the browser: the smallest client that holds a call, on the typed client and mediasoup-client alone.

import type { types } from 'mediasoup-client';
import { Device } from 'mediasoup-client';
import { createHubClient } from '#shared/client.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import * as media from '#shared/contract/media.ts';
import { knock } from '#shared/contract/meetings.ts';

export type CallOptions = {
  meetingId: string;
  participantId: string;
  camera: boolean;
  microphone: boolean;
  /** As behind a firewall that lets no UDP through. */
  tcpOnly: boolean;
};
export type CallTimes = { joined: number; firstFrame: number | null };
export type CallPage = {
  start(options: CallOptions): Promise<CallTimes>;
  /** As after a change of network: new ICE credentials for both transports. */
  restartIce(): Promise<void>;
  leave(): Promise<void>;
  reconnects(): number;
  speakers(): string[];
};

const layers = [
  { rid: 'r0', scaleResolutionDownBy: 4, maxBitrate: 120_000, scalabilityMode: 'L1T3' },
  { rid: 'r1', scaleResolutionDownBy: 2, maxBitrate: 350_000, scalabilityMode: 'L1T3' },
  { rid: 'r2', scaleResolutionDownBy: 1, maxBitrate: 900_000, scalabilityMode: 'L1T3' },
];

const hub = createHubClient();
const speakers = new Set<string>();
let reconnects = 0;
let stop: (() => void) | undefined;
let restart: (() => Promise<void>) | undefined;
let tcpOnly = false;
let here: { meetingId: MeetingId; participantId: ParticipantId };

/** Everything of one epoch: thrown away as a whole when the room is built anew. */
async function hold(stream: MediaStream | undefined, onFrame: () => void): Promise<() => void> {
  const answer = await hub.call(media.joinRoom, here);
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
  restart = async () => {
    for (const transport of [send, receive]) {
      const which = { ...here, transportId: transport.id as never };
      const { iceParameters } = await hub.call(media.restartIce, which);
      await transport.restartIce({ iceParameters: iceParameters as types.IceParameters });
    }
  };
  send.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
    const source = appData['source'] as media.Source;
    hub
      .call(media.produce, { ...here, kind, source, rtpParameters: rtpParameters as media.RtpParameters })
      .then(({ producerId }) => done({ id: producerId }), failed);
  });

  const wanted = new Set<ProducerId>();
  const consume = async (participants: OutputOf<typeof media.getRoom>['participants']) => {
    const fresh = participants
      .filter(({ id }) => id !== here.participantId)
      .flatMap(({ producers }) => producers.map(({ id }) => id))
      .filter((id) => !wanted.has(id));
    if (fresh.length === 0) return;
    for (const id of fresh) wanted.add(id);
    const rtpCapabilities = device.recvRtpCapabilities as media.RtpCapabilities;
    const { consumers } = await hub.call(media.consume, { ...here, producerIds: fresh, rtpCapabilities });
    await Promise.all(
      consumers.map(async ({ id, producerId, kind, rtpParameters }) => {
        const parameters = rtpParameters as types.RtpParameters;
        const { track } = await receive.consume({ id, producerId, kind, rtpParameters: parameters });
        show(track, onFrame);
      }),
    );
    const tuned = consumers.map(({ id }) => ({ id, paused: false, spatialLayer: 2 }));
    if (tuned.length > 0) await hub.call(media.tuneConsumers, { ...here, consumers: tuned });
  };
  const unlisten = hub.on(media.roomChanged, ({ epoch, changes }) => {
    if (epoch !== answer.room.epoch) return;
    const participants = changes.flatMap((change) =>
      change.type === 'participant' ? [change.participant] : [],
    );
    consume(participants).catch(tell);
  });
  const receiving = consume(answer.room.participants);
  const [audio] = stream?.getAudioTracks() ?? [];
  const [video] = stream?.getVideoTracks() ?? [];
  if (audio) await send.produce({ track: audio.clone(), appData: { source: 'microphone' } });
  if (video) await send.produce({ track: video.clone(), encodings: layers, appData: { source: 'camera' } });
  await receiving;
  return () => {
    unlisten();
    send.close();
    receive.close();
    document.body.replaceChildren();
  };
}

function show(track: MediaStreamTrack, onFrame: () => void): void {
  const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
  element.autoplay = true;
  element.srcObject = new MediaStream([track]);
  if (element instanceof HTMLVideoElement) {
    element.muted = true;
    element.requestVideoFrameCallback(onFrame);
  }
  document.body.append(element);
}

function tell(error: unknown): void {
  const words = error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  document.title = words;
  console.error(words);
}

async function start(options: CallOptions): Promise<CallTimes> {
  const { camera, microphone } = options;
  tcpOnly = options.tcpOnly;
  here = {
    meetingId: options.meetingId as MeetingId,
    participantId: options.participantId as ParticipantId,
  };
  await hub.connect();
  const constraints = { audio: microphone, video: camera && { width: 640, height: 360, frameRate: 24 } };
  const stream = camera || microphone ? await navigator.mediaDevices.getUserMedia(constraints) : undefined;
  const begun = performance.now();
  await hub.call(knock, { meetingId: here.meetingId });
  const first = Promise.withResolvers<number>();
  const onFrame = () => first.resolve(performance.now() - begun);
  stop = await hold(stream, onFrame);
  const joined = performance.now() - begun;
  hub.on(media.speakersChanged, (change) => {
    for (const { participantId } of change.speakers) speakers.add(participantId);
  });
  hub.on(media.roomInterrupted, () => {
    reconnects += 1;
    stop?.();
    hold(stream, onFrame).then((next) => {
      stop = next;
    }, tell);
  });
  const none = new Promise<null>((resolve) => setTimeout(() => resolve(null), 3_000));
  return { joined, firstFrame: await Promise.race([first.promise, none]) };
}

async function leave(): Promise<void> {
  stop?.();
  await hub.call(media.leaveRoom, here);
  hub.close();
}

const page: CallPage = {
  start,
  restartIce: async () => restart?.(),
  leave,
  reconnects: () => reconnects,
  speakers: () => [...speakers],
};
Object.assign(globalThis, { callPage: page });
