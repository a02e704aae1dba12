/** Bytes that have arrived of a stream so far. */
export type Arrived = { id: string; bytes: number };
type StallsOptions = { firstMs?: number; mostMs?: number; now?: () => number };

/**
 * Finds streams of which something should arrive and nothing does. Each is named after `firstMs` of silence, then after the
 * double of it, up to `mostMs`: a camera that sends nothing is not asked for again and again.
 */
export function createStalls({
  firstMs = 4_000,
  mostMs = 60_000,
  now = () => performance.now(),
}: StallsOptions = {}) {
  const known = new Map<string, { bytes: number; since: number; patienceMs: number }>();

  function isStalled({ id, bytes }: Arrived): boolean {
    const before = known.get(id);
    if (!before || bytes > before.bytes) {
      known.set(id, { bytes, since: now(), patienceMs: firstMs });
      return false;
    }
    // Fewer than before: it was asked for anew, and begins again.
    before.bytes = bytes;
    if (now() - before.since < before.patienceMs) return false;
    before.since = now();
    before.patienceMs = Math.min(mostMs, before.patienceMs * 2);
    return true;
  }

  /** `awaited` are all streams of which something should arrive now; answers those of which nothing does. */
  return function stalledOf<T extends Arrived>(awaited: readonly T[]): T[] {
    const here = new Set(awaited.map(({ id }) => id));
    for (const id of known.keys()) if (!here.has(id)) known.delete(id);
    return awaited.filter(isStalled);
  };
}
