export type CameraEncoding = { scaleResolutionDownBy: number; maxBitrate: number; scalabilityMode: string };

/**
 * How many layers Chromium really encodes for a capture of this size (libwebrtc, simulcast.cc): it leaves out the largest ones
 * of a small capture, so asking for more would shrink the picture.
 */
export function cameraLayers(width: number, height: number): 1 | 2 | 3 {
  const pixels = width * height;
  if (pixels >= 960 * 540) return 3;
  return pixels >= 480 * 270 ? 2 : 1;
}

const bitrates = [150_000, 500_000, 1_500_000];

/** Each layer has half the lines of the next; of a 720p camera they are 180, 360 and 720. */
export function cameraEncodings(layers: number): CameraEncoding[] {
  return Array.from({ length: layers }, (_, index) => ({
    scaleResolutionDownBy: 2 ** (layers - 1 - index),
    maxBitrate: bitrates[index + (layers === 3 ? 0 : 1)] ?? 500_000,
    scalabilityMode: 'L1T3',
  }));
}
