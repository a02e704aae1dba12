import type { NodeLoad } from './media.commands.ts';

/** A node as last heard, and how many rooms were placed on it since. */
export type Candidate = { load: NodeLoad; placedSince: number };

/** Share of one core that a room placed a moment ago is taken to cost: loads arrive once a second, joins in bursts. */
const costOfPlacing = 0.05;
/** A node busier than this takes rooms only when every node is. */
const busy = 0.85;

const expectedCpu = ({ load, placedSince }: Candidate) =>
  load.cpu + (placedSince * costOfPlacing) / Math.max(1, load.workers);

/** The node for a new room: the caller's region first, then least load. Pure, so that bursts can be tested. */
export function chooseNode(candidates: readonly Candidate[], region?: string): string | undefined {
  const able = candidates.filter(({ load }) => load.accepting && load.workers > 0);
  const idle = able.filter((each) => expectedCpu(each) < busy);
  const near = idle.filter(({ load }) => load.region === region);
  const from = [near, idle, able].find((some) => some.length > 0);
  return from?.toSorted(byLoad)[0]?.load.node;
}

function byLoad(a: Candidate, b: Candidate): number {
  return (
    expectedCpu(a) - expectedCpu(b) ||
    a.load.consumers / a.load.workers - b.load.consumers / b.load.workers ||
    a.load.node.localeCompare(b.load.node)
  );
}
