import type { Capacity, Unit } from './capacity.ts';

// Who sends and sees what in a meeting of some size, as the web client does it: layers by the size of the tile, in
// client/meetings/core/simulcast.ts.

/** A camera sends all its layers: 150, 500 and 1,500 kbit/s. */
export const cameraKbps = 2_150;
/** Up to here everybody has the camera on; in larger meetings only those who speak. */
const everybodyUpTo = 12;
const camerasOfLarge = 4;
/** Voices that are heard at once, silence included: nobody's Opus is empty here. */
const mostVoices = 5;

/** Bitrate of one received picture when so many are on the screen. */
function pictureKbps(pictures: number): number {
  if (pictures <= 1) return 1_500;
  return pictures <= 6 ? 500 : 150;
}

export type Streams = {
  camerasOut: number;
  kbpsOut: number;
  pictures: number;
  kbpsEach: number;
  voices: number;
};

/** What one participant of a meeting of `size` sends and receives, on average. */
export function streamsOf(size: number): Streams {
  const cameras = size <= everybodyUpTo ? size : camerasOfLarge;
  const pictures = size <= everybodyUpTo ? size - 1 : camerasOfLarge * (1 - 1 / size);
  return {
    camerasOut: size < 2 ? 1 : cameras / size,
    kbpsOut: cameraKbps,
    pictures: Math.max(0, pictures),
    kbpsEach: pictureKbps(pictures),
    voices: Math.min(mostVoices, Math.max(0, size - 1)),
  };
}

/** An hour of one participant, as the servers pay for it. `video` scales the pictures: 0 is a meeting of voices, 2 twice the bitrate. */
export function participantHour(capacity: Capacity, size: number, video = 1): Unit {
  const { camerasOut, kbpsOut, pictures, kbpsEach, voices } = streamsOf(size);
  const inward = (video * camerasOut * kbpsOut) / capacity.kbps.video;
  const outward = (video * pictures * kbpsEach) / capacity.kbps.video;
  const { participantHour: presence, videoHourIn, videoHourOut, audioHourIn, audioHourOut } = capacity;
  const sum = (part: keyof Unit) =>
    presence[part] +
    inward * videoHourIn[part] +
    outward * videoHourOut[part] +
    audioHourIn[part] +
    voices * audioHourOut[part];
  return {
    hub: sum('hub'),
    media: sum('media'),
    database: sum('database'),
    egress: sum('egress'),
    ingress: sum('ingress'),
  };
}

/** Cores of media workers that one participant of such a meeting keeps busy. */
export const coresOfParticipant = (capacity: Capacity, size: number): number =>
  participantHour(capacity, size).media / 3_600;
