import type { RtpParameters as Theirs } from 'mediasoup/types';
import type * as z from 'zod';
import { AppError } from '#shared/contract/errors.ts';
import type { ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import type { MediaKind, RtpParameters, Source } from '#shared/contract/media.ts';
import { guard } from './guard.ts';
import { kindOf, type Link, type Sent, sourceLimits } from './link.ts';

/**
 * Browsers ignore a request for a key frame within 300 ms of the last one (libwebrtc, encoder_rtcp_feedback.cc), and a lost
 * request is repeated only after a second. Of receivers that arrive together all but the first would see nothing until then.
 */
const keyFrameRequestDelay = 350;

export type NewProducer = {
  participantId: ParticipantId;
  kind: z.infer<typeof MediaKind>;
  source: Source;
  rtpParameters: RtpParameters;
  paused: boolean;
};

/** Starts a stream from the participant. The limit counts those still being made, so that a burst cannot pass it. */
export async function startProducer(link: Link, wanted: NewProducer): Promise<Sent> {
  const { source, kind } = wanted;
  if (kindOf(source) !== kind) throw new AppError('invalid', `A ${source} is not ${kind}.`);
  if (countOf(link, source) >= sourceLimits[source])
    throw new AppError('conflict', `This participant sends enough of ${source} already.`, {
      details: { reason: 'producerLimit' },
    });
  link.reserved.push(source);
  try {
    return await produce(link, wanted);
  } finally {
    link.reserved.splice(link.reserved.indexOf(source), 1);
  }
}

const countOf = (link: Link, source: Source) =>
  [...link.sent.values()].filter((sent) => sent.source === source).length +
  link.reserved.filter((reserved) => reserved === source).length;

async function produce(link: Link, { participantId, ...wanted }: NewProducer): Promise<Sent> {
  const { kind, paused, source } = wanted;
  const rtpParameters = wanted.rtpParameters as Theirs;
  const producer = await guard(link.send, () =>
    link.send.produce({
      kind,
      rtpParameters,
      paused,
      appData: { participantId },
      ...(kind === 'video' ? { keyFrameRequestDelay } : {}),
    }),
  );
  const { home, observer } = link.lane;
  home.weight += 1;
  producer.observer.on('close', () => {
    home.weight -= 1;
  });
  const sent = { producer, source };
  link.sent.set(producer.id as ProducerId, sent);
  if (source === 'microphone') await guard(producer, () => observer.addProducer({ producerId: producer.id }));
  return sent;
}

export function sentOf(link: Link, producerId: ProducerId): Sent {
  const sent = link.sent.get(producerId);
  if (!sent || sent.producer.closed) throw new AppError('notFound', 'No such producer.');
  return sent;
}

/** True when something changed. */
export async function pauseProducer({ producer }: Sent, paused: boolean): Promise<boolean> {
  if (producer.paused === paused) return false;
  await guard(producer, () => (paused ? producer.pause() : producer.resume()));
  return true;
}

/** Of a host. True when a microphone was on. */
export async function muteMicrophones(link: Link): Promise<boolean> {
  const microphones = [...link.sent.values()].filter(({ source }) => source === 'microphone');
  const paused = await Promise.all(microphones.map((sent) => pauseProducer(sent, true)));
  return paused.includes(true);
}
