import type { Bus } from '#server/platform/bus.ts';
import { type Check, timed } from '../outcome.ts';

const slowMs = 100;

/** A lease goes to where all processes meet and back, so it tells how long the way is. */
export const checkBus =
  (bus: Bus, isClustered: boolean): Check<'bus'> =>
  async () => {
    if (!isClustered) return { status: 'ok', reason: 'single', facts: {} };
    if (bus.state() === 'degraded') return { status: 'failed', reason: 'degraded', facts: {} };
    const ms = await timed(async () => {
      const lease = await bus.lease(`health:${bus.nodeId}`, 5_000);
      await lease?.release();
    });
    const facts = { ms, nodes: bus.nodes().length };
    if (ms > slowMs) return { status: 'warning', reason: 'slow', facts };
    return { status: 'ok', reason: 'fine', facts };
  };
