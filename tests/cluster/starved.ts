import { availableParallelism, loadavg } from 'node:os';

/** Runnable processes a core that a cluster and its browsers on one machine get along with. */
const bearable = 3;
const mostTimes = 3;

/** Milliseconds that may pass here instead of `ms` on a machine that keeps up: longer by as much as its cores are overrun. */
export function withinHere(ms: number): number {
  const [load = 0] = loadavg();
  return ms * Math.min(mostTimes, Math.max(1, load / (bearable * availableParallelism())));
}
