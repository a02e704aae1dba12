import type { Producer } from 'mediasoup/types';
import type { View } from './way.ts';

/**
 * Layer 0 joins later, as what whoever cannot receive the wanted one falls back to. Not at once: receivers would begin with it, and
 * go up only when its clock and that of the others have been brought together, seconds later.
 */
const baseAfterMs = 5_000;
/** Who gets nothing for this long cannot receive what they look at, and needs the base now. */
const starvingAfterMs = 400;

/**
 * Whoever asks for it looks at it a moment later. Until then it flows as they will probably want it: so that it is there when they
 * look, with a bitrate that is known.
 */
const expectedForMs = 1_500;

type Viewer = { view: View | undefined; since: number };

/**
 * A producer of another node as it stands in a router here: who receives it, and which layers they look at. Made when the first
 * one asks, closed when the last one is gone.
 */
export function createPiped(options: { expected: number | undefined; wantChanged(): void; unused(): void }) {
  const viewers = new Map<symbol, Viewer>();
  const madeAt = performance.now();
  let producer: Producer | undefined;
  let paused = false;
  /** What the worker was told last; it obeys in order. */
  let ordered: boolean | undefined;
  let closed = false;
  let said = '';
  let hungry: NodeJS.Timeout | undefined;
  let hasBeenSeen = false;

  const most = () =>
    producer ? (producer.rtpParameters.encodings?.length ?? 1) - 1 : Number.MAX_SAFE_INTEGER;

  const isAwaited = () => !hasBeenSeen && performance.now() - madeAt < expectedForMs;

  /** What they want; and what they still get, so that nothing stops before the other layer has come. */
  function layers(): number[] {
    const top = most();
    const now = performance.now();
    const wanted = new Set<number>();
    if (options.expected !== undefined && isAwaited()) wanted.add(Math.min(options.expected, top));
    for (const { view, since } of viewers.values()) {
      if (!view) continue;
      const current = view.current();
      wanted.add(Math.min(view.layer, top)).add(Math.min(current ?? view.layer, top));
      const starves = current === undefined && now - since > starvingAfterMs;
      if (starves || now - madeAt > baseAfterMs) wanted.add(0);
    }
    return [...wanted].sort((a, b) => a - b);
  }

  /** From time to time: the layer that somebody waits for may be there by now. */
  function refresh(): void {
    const top = most();
    for (const { view } of viewers.values())
      if (view && view.current() !== Math.min(view.layer, top)) view.retry();
  }

  function look(): void {
    const now = layers().join();
    if (now === said) return;
    said = now;
    options.wantChanged();
  }

  function applyPause(): void {
    if (!producer || producer.closed || ordered === paused) return;
    ordered = paused;
    // Of a producer that closes in between there is nothing to pause.
    (paused ? producer.pause() : producer.resume()).catch(() => {});
  }

  return {
    layers,
    /** It flows though nobody looks yet. */
    isExpected: () => options.expected !== undefined && isAwaited(),
    refresh,
    get producer() {
      return producer;
    },
    /** It stands. It may have been closed, or paused, while it was made. */
    stand(made: Producer): void {
      producer = made;
      ordered = made.paused;
      if (closed) made.close();
      else applyPause();
    },
    setPaused(now: boolean): void {
      paused = now;
      applyPause();
    },
    /** Somebody receives it: looks at a layer, or (undefined) rests. */
    enter() {
      const viewer = Symbol('viewer');
      viewers.set(viewer, { view: undefined, since: performance.now() });
      return {
        look(view: View | undefined): void {
          if (!viewers.has(viewer)) return;
          viewers.set(viewer, { view, since: performance.now() });
          hasBeenSeen = true;
          look();
          clearTimeout(hungry);
          hungry = setTimeout(look, starvingAfterMs + 50).unref();
        },
        leave(): void {
          if (!viewers.delete(viewer)) return;
          if (viewers.size === 0) options.unused();
          else look();
        },
      };
    },
    close(): void {
      closed = true;
      clearTimeout(hungry);
      producer?.close();
    },
  };
}
export type Piped = ReturnType<typeof createPiped>;
