import type { Producer } from 'mediasoup/types';

/**
 * A producer of another node as it stands in a router here: who receives it, and which layers they look at. Made when the first
 * one asks, closed when the last one is gone.
 */
export function createPiped(options: { wantChanged(): void; unused(): void }) {
  const viewers = new Map<symbol, number | undefined>();
  let producer: Producer | undefined;
  let paused = false;
  let closed = false;
  let said = '';

  /** Layer 0 too, as what whoever cannot receive the wanted one falls back to. */
  function layers(): number[] {
    const wanted = new Set([...viewers.values()].filter((layer) => layer !== undefined));
    if (wanted.size > 0) wanted.add(0);
    const most = (producer?.rtpParameters.encodings?.length ?? 1) - 1;
    return [...new Set([...wanted].map((layer) => Math.min(layer, most)))].sort((a, b) => a - b);
  }

  function look(): void {
    const now = layers().join();
    if (now === said) return;
    said = now;
    options.wantChanged();
  }

  function applyPause(): void {
    if (!producer || producer.closed || producer.paused === paused) return;
    // Of a producer that closes in between there is nothing to pause.
    (paused ? producer.pause() : producer.resume()).catch(() => {});
  }

  return {
    layers,
    get producer() {
      return producer;
    },
    /** It stands. It may have been closed, or paused, while it was made. */
    stand(made: Producer): void {
      producer = made;
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
      viewers.set(viewer, undefined);
      return {
        look(layer: number | undefined): void {
          if (!viewers.has(viewer)) return;
          viewers.set(viewer, layer);
          look();
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
      producer?.close();
    },
  };
}
export type Piped = ReturnType<typeof createPiped>;
