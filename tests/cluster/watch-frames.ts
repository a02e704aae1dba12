import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { PersonPage } from '#tests/e2e/person-page.ts';

declare global {
  var personPage: PersonPage;
}

export type FrameWatch = {
  /** Milliseconds since `since` until everybody sees everybody for good; rejects when that takes longer than `timeoutMs`. */
  whole(since: number, timeoutMs?: number): Promise<number>;
  /** For each page, the longest time with fewer growing pictures than wanted, since the last call. */
  gaps(): Map<string, number>;
  /** Who saw how many, and what became of their calls, since the last call, a line each. */
  history(): Promise<string>;
  stop(): Promise<void>;
};

const everyMs = 250;
/** At 12 frames a second, a picture that goes on has new frames in every such time even on a busy machine. */
const frameWindowMs = 700;

/**
 * Counts the frames that every page shows of each participant and tells how long somebody did not see somebody. `videos` is how
 * many people each page should see.
 */
export function watchFrames(pages: ReadonlyMap<string, Page>, videos: number): FrameWatch {
  const grownAt = new Map<string, Map<string, number>>();
  const frames = new Map<string, Map<string, number>>();
  const before = new Map<string, number>();
  const lackingSince = new Map<string, number>();
  const longest = new Map<string, number>();
  const wholeSince = new Map<string, number>();
  let seen: [number, string][] = [];
  let stopped = false;

  async function look(name: string, page: Page): Promise<void> {
    const shown = await page.evaluate(() => globalThis.personPage.frames()).catch(() => ({}));
    const at = performance.now();
    const known = frames.get(name) ?? new Map<string, number>();
    const grown = grownAt.get(name) ?? new Map<string, number>();
    for (const [participant, count] of Object.entries(shown)) {
      if (count > (known.get(participant) ?? 0)) grown.set(participant, at);
      known.set(participant, count);
    }
    frames.set(name, known);
    grownAt.set(name, grown);
    const going = goingAt(at, grown);
    const full = going >= videos;
    if (going !== before.get(name)) seen.push([Date.now(), `${name} sees ${going}`]);
    before.set(name, going);
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

  const goingAt = (at: number, grown: ReadonlyMap<string, number>) =>
    [...grown.values()].filter((when) => at - when < frameWindowMs).length;

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
          const views = [...pages].map(async ([name, page]) => {
            const about = await page.evaluate(() => globalThis.personPage.describe()).catch(String);
            return `${name} ${goingAt(now, grownAt.get(name) ?? new Map())}: ${about}`;
          });
          throw new Error(
            `not everybody sees ${videos} pictures after ${timeoutMs} ms\n${(await Promise.all(views)).join('\n')}`,
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
    async history() {
      const all = [...pages].map(async ([name, page]) => {
        const told = await page.evaluate(() => globalThis.personPage.history()).catch(() => []);
        return told.map(([at, what]): [number, string] => [at, `${name} is ${what}`]);
      });
      const lines = [...seen, ...(await Promise.all(all)).flat()].toSorted(([a], [b]) => a - b);
      seen = [];
      return lines.map(([at, what]) => `${new Date(at).toISOString().slice(14, 23)} ${what}\n`).join('');
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
