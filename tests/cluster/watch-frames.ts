import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { received } from '#tests/e2e/browser.ts';

export type FrameWatch = {
  /** Milliseconds since `since` until everybody sees everybody for good; rejects when that takes longer than `timeoutMs`. */
  whole(since: number, timeoutMs?: number): Promise<number>;
  /** For each page, the longest time with fewer growing pictures than wanted, since the last call. */
  gaps(): Map<string, number>;
  stop(): Promise<void>;
};
type Sample = { at: number; ssrcs: Map<number, number>; full: boolean };

const everyMs = 250;
/** At 12 frames a second, a picture that goes on has new frames in every such time even on a busy machine. */
const frameWindowMs = 700;

/**
 * Reads decoded frames from every page's statistics and tells how long somebody did not see somebody. `videos` is how many pictures
 * each page should decode.
 */
export function watchFrames(pages: ReadonlyMap<string, Page>, videos: number): FrameWatch {
  const grownAt = new Map<string, Map<number, number>>();
  const before = new Map<string, Sample>();
  const lackingSince = new Map<string, number>();
  const longest = new Map<string, number>();
  const wholeSince = new Map<string, number>();
  let stopped = false;

  async function look(name: string, page: Page): Promise<void> {
    const { video } = await received(page).catch(() => ({ video: [] }));
    const at = performance.now();
    const old = before.get(name);
    const grown = grownAt.get(name) ?? new Map<number, number>();
    for (const { ssrc, framesDecoded } of video)
      if (framesDecoded > (old?.ssrcs.get(ssrc) ?? 0)) grown.set(ssrc, at);
    for (const ssrc of grown.keys()) if (!video.some((each) => each.ssrc === ssrc)) grown.delete(ssrc);
    grownAt.set(name, grown);
    const going = [...grown.values()].filter((when) => at - when < frameWindowMs).length;
    const full = going >= videos;
    before.set(name, { at, full, ssrcs: new Map(video.map((each) => [each.ssrc, each.framesDecoded])) });
    if (full) {
      const began = lackingSince.get(name);
      if (began !== undefined) longest.set(name, Math.max(longest.get(name) ?? 0, at - began));
      lackingSince.delete(name);
      if (!wholeSince.has(name)) wholeSince.set(name, at);
    } else {
      wholeSince.delete(name);
      if (!lackingSince.has(name)) lackingSince.set(name, at);
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      await Promise.all([...pages].map(([name, page]) => look(name, page)));
      await sleep(everyMs);
    }
  }
  const running = run();

  return {
    async whole(since, timeoutMs = 30_000) {
      const settleMs = 2_500;
      for (;;) {
        const now = performance.now();
        const all = [...pages.keys()].map((name) => wholeSince.get(name));
        if (all.every((at) => at !== undefined && now - at > settleMs && now - since > settleMs))
          return Math.max(0, Math.round(Math.max(...all.map((at) => at ?? 0)) - since));
        if (now - since > timeoutMs) {
          const counts = [...pages.keys()].map((name) => `${name} ${grownAt.get(name)?.size ?? 0}`);
          throw new Error(
            `not everybody sees ${videos} pictures after ${timeoutMs} ms: ${counts.join(', ')}`,
          );
        }
        await sleep(everyMs);
      }
    },
    gaps() {
      const now = performance.now();
      const result = new Map(longest);
      for (const [name, began] of lackingSince)
        result.set(name, Math.max(result.get(name) ?? 0, Math.round(now - began)));
      longest.clear();
      return result;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
