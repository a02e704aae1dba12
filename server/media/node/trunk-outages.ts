import type { NodeId } from '#shared/contract/ids.ts';

/**
 * A node is not asked again before this, then before the double of it. Over a broken way nothing is sought while the people of
 * one end are on the move.
 */
const firstMs = { unreachable: 1_000, broken: 4_000 };
const mostMs = 10_000;

/** Nodes that could not be reached, or whose streams did not arrive. When one may be tried again, whoever wanted streams from there is told. */
export function createOutages(retry: (from: NodeId) => void) {
  const outages = new Map<NodeId, { delayMs: number; timer: NodeJS.Timeout | undefined }>();

  function begin(from: NodeId, kind: keyof typeof firstMs): void {
    const before = outages.get(from);
    if (before?.timer) return;
    const delayMs = before ? Math.min(mostMs, before.delayMs * 2) : firstMs[kind];
    const timer = setTimeout(() => end(from, delayMs), delayMs).unref();
    outages.set(from, { delayMs, timer });
  }

  function end(from: NodeId, delayMs: number): void {
    clearTimeout(outages.get(from)?.timer);
    outages.set(from, { delayMs, timer: undefined });
    retry(from);
  }

  function forget(from: NodeId): void {
    clearTimeout(outages.get(from)?.timer);
    outages.delete(from);
  }

  return {
    begin,
    /** It answered. */
    forget,
    /** This node itself is back: all may be tried at once. */
    endAll(): void {
      for (const [from, { timer, delayMs }] of outages) if (timer) end(from, delayMs);
    },
    has: (from: NodeId) => outages.get(from)?.timer !== undefined,
    close(): void {
      for (const from of outages.keys()) forget(from);
    },
  };
}
