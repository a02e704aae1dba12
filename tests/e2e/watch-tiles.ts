import type { BrowserContext, Page } from 'playwright-core';

declare global {
  var tiles: { read(): TileReport };
}

/**
 * What was on screen since the last look: of each person's tile the frames, the longest time without a new one, and how long
 * no picture stood there at all; and which words about a lost connection were shown.
 */
export type TileReport = {
  people: Record<string, { frames: number; gapMs: number; blankMs: number }>;
  complaints: string[];
};

/** Watches every tile of the pages to come, frame by frame, from inside of the page. */
export async function watchTiles(context: BrowserContext): Promise<void> {
  await context.addInitScript(watch);
}
export const tilesOf = (page: Page): Promise<TileReport> => page.evaluate(() => globalThis.tiles.read());

function watch(): void {
  type Seen = { frames: number; gapMs: number; blankMs: number; last: number };
  const seen = new Map<string, Seen>();
  const watched = new WeakSet<HTMLVideoElement>();
  const complaints = new Set<string>();
  let drawn = performance.now();

  function entryOf(name: string): Seen {
    const known = seen.get(name) ?? { frames: 0, gapMs: 0, blankMs: 0, last: performance.now() };
    seen.set(name, known);
    return known;
  }

  function follow(video: HTMLVideoElement, name: string): void {
    if (watched.has(video)) return;
    watched.add(video);
    const next = () => {
      const entry = entryOf(name);
      const now = performance.now();
      entry.frames += 1;
      entry.gapMs = Math.max(entry.gapMs, now - entry.last);
      entry.last = now;
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }

  function draw(): void {
    const now = performance.now();
    for (const tile of document.querySelectorAll<HTMLElement>('[role=group][data-place]')) {
      const name = tile.getAttribute('aria-label') ?? '';
      for (const video of tile.querySelectorAll('video')) follow(video, name);
      if (!tile.querySelector('video[data-shown=true]')) entryOf(name).blankMs += now - drawn;
    }
    for (const sign of document.querySelectorAll('[data-kind=recovering], [data-away=true]')) {
      complaints.add(sign.textContent ?? '');
    }
    drawn = now;
    requestAnimationFrame(draw);
  }
  requestAnimationFrame(draw);

  Object.assign(globalThis, {
    tiles: {
      read() {
        const now = performance.now();
        const people: Record<string, { frames: number; gapMs: number; blankMs: number }> = {};
        for (const [name, { frames, gapMs, blankMs, last }] of seen) {
          people[name] = {
            frames,
            gapMs: Math.round(Math.max(gapMs, now - last)),
            blankMs: Math.round(blankMs),
          };
          seen.set(name, { frames: 0, gapMs: 0, blankMs: 0, last });
        }
        const words = [...complaints];
        complaints.clear();
        return { people, complaints: words };
      },
    },
  });
}
