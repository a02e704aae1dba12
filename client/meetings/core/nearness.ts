import * as z from 'zod';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { joinRoom, listProbes } from '#shared/contract/media.ts';
import { Region } from '#shared/contract/regions.ts';

export type Near = NonNullable<InputOf<typeof joinRoom>['near']>;
export type Probe = OutputOf<typeof listProbes>['probes'][number];

type NearnessOptions = {
  listProbes: () => Promise<readonly Probe[]>;
  /** One round trip in milliseconds; undefined when there was no answer in time. */
  measure: (probe: Probe) => Promise<number | undefined>;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  now?: () => number;
};

const key = 'entente.near';
const keptMs = 10 * 60_000;
/** The first one pays for a cold start, and each may meet a queue: the least counts. */
const samples = 4;
/** Of one region; the machines of a region stand together. */
const probesPerRegion = 2;

const Remembered = z.object({
  at: z.number(),
  near: z.array(z.object({ region: Region, rttMs: z.number() })),
});

/**
 * How far each region is, measured while the person still looks at the preview. Nobody waits for it: a join takes what is
 * known by then.
 */
export function createNearness(options: NearnessOptions) {
  const { measure, storage, now = () => Date.now() } = options;
  let measuring: Promise<void> | undefined;
  let generation = 0;

  function result(): Near | undefined {
    try {
      const remembered = Remembered.safeParse(JSON.parse(storage.getItem(key) ?? 'null'));
      const fresh = remembered.success && now() - remembered.data.at < keptMs;
      return fresh ? remembered.data.near : undefined;
    } catch {
      return undefined;
    }
  }

  async function run(): Promise<void> {
    const mine = generation;
    const regions = Map.groupBy(await options.listProbes(), ({ region }) => region);
    // Where there is no choice there is nothing to know.
    if (regions.size < 2) return;
    const measured = await Promise.all(
      [...regions].map(async ([region, probes]) => ({ region, rttMs: await leastOf(probes) })),
    );
    const near = measured.flatMap(({ region, rttMs }) => (rttMs === undefined ? [] : [{ region, rttMs }]));
    // The network changed meanwhile: this was the way through the old one.
    if (mine !== generation || near.length === 0) return;
    near.sort((a, b) => a.rttMs - b.rttMs);
    try {
      storage.setItem(key, JSON.stringify({ at: now(), near }));
    } catch {
      // The next join chooses without it.
    }
  }

  async function leastOf(probes: readonly Probe[]): Promise<number | undefined> {
    const all = await Promise.all(probes.slice(0, probesPerRegion).map(sample));
    const known = all.flatMap((rttMs) => (rttMs === undefined ? [] : [rttMs]));
    return known.length === 0 ? undefined : Math.min(...known);
  }

  /** One after the other, so that samples do not wait for each other. What does not answer at first is not asked again. */
  async function sample(probe: Probe): Promise<number | undefined> {
    let least: number | undefined;
    for (let index = 0; index < samples; index += 1) {
      const rttMs = await measure(probe);
      if (rttMs === undefined && index === 0) return undefined;
      if (rttMs !== undefined) least = Math.min(least ?? rttMs, rttMs);
    }
    return least;
  }

  function start(): Promise<void> {
    if (result()) return Promise.resolve();
    measuring ??= run()
      .catch(() => undefined)
      .finally(() => {
        measuring = undefined;
      });
    return measuring;
  }

  return {
    /** Measures unless that was done lately. Nobody has to wait for it. */
    start,
    result,
    /** Another network: what was measured no longer holds. */
    async restart(): Promise<void> {
      generation += 1;
      storage.removeItem(key);
      await measuring;
      await start();
    },
  };
}
export type Nearness = ReturnType<typeof createNearness>;
