/** Why there is no microphone or camera; each has a sentence in the interface. */
export type CaptureProblem = 'denied' | 'deniedBySystem' | 'missing' | 'busy' | 'insecure' | 'failed';

export class CaptureError extends Error {
  readonly problem: CaptureProblem;
  constructor(problem: CaptureProblem, cause: unknown) {
    super(`capture ${problem}`, { cause });
    this.name = 'CaptureError';
    this.problem = problem;
  }
}

type CaptureOptions = { deviceId?: string | undefined; clean?: boolean };

export function microphoneConstraints({ deviceId, clean = true }: CaptureOptions): MediaTrackConstraints {
  return {
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    echoCancellation: clean,
    noiseSuppression: clean,
    autoGainControl: clean,
    channelCount: clean ? 1 : 2,
  };
}

export function cameraConstraints({ deviceId }: CaptureOptions): MediaTrackConstraints {
  return {
    ...(deviceId === undefined ? { facingMode: 'user' } : { deviceId: { exact: deviceId } }),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  };
}

/** One device's track. A remembered device that is gone or refuses gives way to any other. */
export async function capture(
  kind: 'microphone' | 'camera',
  options: CaptureOptions,
): Promise<MediaStreamTrack> {
  try {
    return await getTrack(kind, options);
  } catch (error) {
    const problem = problemOf(error);
    if (options.deviceId !== undefined && (problem === 'missing' || problem === 'busy')) {
      return capture(kind, { ...options, deviceId: undefined });
    }
    throw new CaptureError(problem, error);
  }
}

async function getTrack(kind: 'microphone' | 'camera', options: CaptureOptions): Promise<MediaStreamTrack> {
  if (!isSecureContext || !navigator.mediaDevices) throw new CaptureError('insecure', undefined);
  const stream = await navigator.mediaDevices.getUserMedia(
    kind === 'microphone' ? { audio: microphoneConstraints(options) } : { video: cameraConstraints(options) },
  );
  const [track] = stream.getTracks();
  if (!track) throw new CaptureError('failed', undefined);
  return track;
}

/** The names of `getUserMedia`'s failures (Media Capture and Streams 10.3.1) in our words. */
export function problemOf(error: unknown): CaptureProblem {
  if (error instanceof CaptureError) return error.problem;
  if (!(error instanceof Error)) return 'failed';
  switch (error.name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return /system/i.test(error.message) ? 'deniedBySystem' : 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
    case 'TypeError':
      return 'insecure';
    default:
      return 'failed';
  }
}

/** Both in one request, so that the browser asks one question; undefined when either fails, for each has its own reason then. */
export async function captureBoth(
  microphone: CaptureOptions,
  camera: CaptureOptions,
): Promise<{ microphone: MediaStreamTrack; camera: MediaStreamTrack } | undefined> {
  if (!isSecureContext || !navigator.mediaDevices) return undefined;
  const wanted = { audio: microphoneConstraints(microphone), video: cameraConstraints(camera) };
  const stream = await navigator.mediaDevices.getUserMedia(wanted).catch(() => undefined);
  const [sound] = stream?.getAudioTracks() ?? [];
  const [picture] = stream?.getVideoTracks() ?? [];
  return sound && picture ? { microphone: sound, camera: picture } : undefined;
}

/** The picture of a screen, a window or a tab, with its sound where the browser gives it; undefined when the person declines. */
export async function captureScreen(): Promise<
  { video: MediaStreamTrack; audio?: MediaStreamTrack } | undefined
> {
  const options = {
    video: { frameRate: { ideal: 30, max: 30 } },
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    systemAudio: 'include',
    surfaceSwitching: 'include',
    selfBrowserSurface: 'exclude',
    monitorTypeSurfaces: 'include',
  } as const;
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia(options);
  } catch (error) {
    if (problemOf(error) === 'denied') return undefined;
    throw new CaptureError(problemOf(error), error);
  }
  const [video] = stream.getVideoTracks();
  const [audio] = stream.getAudioTracks();
  if (!video) throw new CaptureError('failed', undefined);
  video.contentHint = 'detail';
  return audio ? { video, audio } : { video };
}

export const canShareScreen = (): boolean =>
  typeof navigator.mediaDevices === 'object' && 'getDisplayMedia' in navigator.mediaDevices;
