import type { NodeId } from '#shared/contract/ids.ts';

/** A way is taken for broken for as long after it was last found so; what is mended in between is used again. */
const keptMs = 60_000;

/** Pairs of media nodes that both live and do not reach each other, as their trunks found out. */
export function createBrokenWays(now: () => number = () => performance.now()) {
  const until = new Map<string, number>();
  const keyOf = (a: NodeId, b: NodeId) => [a, b].sort().join(' ');

  return {
    /** False when that is known. */
    add(a: NodeId, b: NodeId): boolean {
      for (const [key, end] of until) if (end <= now()) until.delete(key);
      const known = until.has(keyOf(a, b));
      until.set(keyOf(a, b), now() + keptMs);
      return !known;
    },
    between: (a: NodeId, b: NodeId): boolean => (until.get(keyOf(a, b)) ?? 0) > now(),
  };
}
export type BrokenWays = ReturnType<typeof createBrokenWays>;
