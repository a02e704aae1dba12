import type { ConsumerId } from '#shared/contract/ids.ts';
import type { Source } from '#shared/contract/media.ts';

export type Layer = 0 | 1 | 2;
/** How large a picture is on this screen, in device pixels; absent while it is off screen. */
export type View = { width: number; height: number };
export type Received = { id: ConsumerId; source: Source; muted: boolean };
export type Tuning = { paused: boolean; spatialLayer?: Layer };

/** Cameras send 180, 360 and 720 lines; a layer is stretched by at most a sixth before the next one is worth its bytes. */
const linesOf: readonly [number, number] = [180, 360];
const stretch = 1.17;
/** A tile that shrinks keeps its layer a little longer, so that a size near the limit does not flap. */
const keep = 0.85;

export function layerFor(view: View, before?: Layer): Layer {
  const lines = Math.max(view.height, (view.width * 9) / 16);
  const limits = linesOf.map(
    (limit, index) => limit * stretch * (before !== undefined && before > index ? keep : 1),
  );
  const [low = 0, middle = 0] = limits;
  if (lines <= low) return 0;
  return lines <= middle ? 1 : 2;
}

/** What a stream should be received as: sound unless muted here, pictures only while seen, cameras by their tile's size. */
export function tuningFor(stream: Received, view: View | undefined, before: Tuning | undefined): Tuning {
  if (stream.source === 'microphone' || stream.source === 'screenAudio') return { paused: stream.muted };
  if (!view) return { paused: true };
  if (stream.source === 'screen') return { paused: false };
  return { paused: false, spatialLayer: layerFor(view, before?.spatialLayer) };
}

export function sameTuning(a: Tuning | undefined, b: Tuning): boolean {
  return a?.paused === b.paused && (b.paused || a.spatialLayer === b.spatialLayer);
}
