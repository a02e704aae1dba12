import type { Region } from '#shared/contract/regions.ts';
import { busProtocol } from '#server/platform/bus.ts';
import type { NodeLoad } from './media.commands.ts';

/**
 * A node as last heard. `placedSince`: participants placed since that load was taken, by whichever hub; `inRoom`:
 * participants of the room in question who are there already.
 */
export type Candidate = { load: NodeLoad; placedSince: number; inRoom: number };

/**
 * Where a participant would like to be. `near`: regions with measured round trips, nearest first; empty: nothing is known.
 * `home`: the hub's own region, the default. `exclude`: nodes that must not be chosen, such as the one that was left.
 */
export type Wish = {
  near: readonly { region: Region; rttMs: number }[];
  home: Region;
  exclude?: ReadonlySet<string>;
};

/**
 * Share of one core that one participant of a usual call costs its worker: 0.014 measured (`npm run bench -- day`), with half as
 * much again, because the media of those who joined in the last second or two is not in any load yet.
 */
export const costOfParticipant = 0.02;
/** A node busier than this takes people only when every node is. */
export const stressLimit = 0.8;
/** Nobody hears a difference this small, so load may decide. */
const equallyNearMs = 15;
/** When all nodes are full, this much more load is as full: near and together still count. */
const fullness = 0.1;
/** From here on a room's newcomers go to a second node of the region, so that one failure does not take everybody. */
export const spreadAfter = 50;
/** Further than any measured region: the hub's own, then the others. */
const [unmeasuredHome, unmeasured] = [1e6, 2e6];

/**
 * The node for a participant: near before roomy, with the room before alone, idle before busy. Pure and without a clock:
 * the same candidates and wish give the same answer on every hub. Undefined when no node is able.
 */
export function chooseNode(candidates: readonly Candidate[], wish: Wish): string | undefined {
  const able = candidates.filter(({ load }) => isAble(load) && !wish.exclude?.has(load.node));
  const roomy = able.filter(isRoomy);
  const open = roomy.length > 0 ? roomy : equallyFull(able);
  const distances = open.map(({ load }) => distanceTo(load.region, wish));
  const reach = Math.min(...distances) + equallyNearMs;
  return within(open.filter((_, nth) => (distances[nth] ?? unmeasured) <= reach))?.load.node;
}

/** Everything is full: the least loaded ones, so that rooms are not torn into trunks for the last percent. */
function equallyFull(able: readonly Candidate[]): Candidate[] {
  const least = Math.min(...able.map(expectedCpu));
  return able.filter((each) => expectedCpu(each) <= least + fullness);
}

/** Newcomers may be sent there at all. */
export const isAble = ({ accepting, state, busProtocol: spoken, workers }: NodeLoad) =>
  accepting && state === 'active' && spoken === busProtocol && workers > 0;

/** Loads come once a second and joins in bursts, so those placed since count at what one of them costs. */
const expectedCpu = ({ load, placedSince }: Candidate) =>
  load.cpu + (placedSince * costOfParticipant) / Math.max(1, load.workers);

const isRoomy = (candidate: Candidate) =>
  expectedCpu(candidate) < stressLimit &&
  candidate.load.participants + candidate.placedSince < candidate.load.capacity;

function distanceTo(region: string, { near, home }: Wish): number {
  const measured = near.find((each) => each.region === region);
  return measured?.rttMs ?? (region === home ? unmeasuredHome : unmeasured);
}

/** Of nodes that are equally near and have space: where the room is, unless all of it would be on one node. */
function within(pool: readonly Candidate[]): Candidate | undefined {
  const holding = pool.filter(({ inRoom }) => inRoom > 0);
  const open = holding.filter(({ inRoom }) => inRoom < spreadAfter);
  if (open.length > 0) return first(open, byMostInRoom);
  if (holding.length > 1) return first(holding, byFewestInRoom);
  return (
    first(
      pool.filter(({ inRoom }) => inRoom === 0),
      byLoad,
    ) ?? holding[0]
  );
}

type Order = (a: Candidate, b: Candidate) => number;

const byLoad: Order = (a, b) =>
  expectedCpu(a) - expectedCpu(b) ||
  a.load.consumers / a.load.workers - b.load.consumers / b.load.workers ||
  (a.load.node < b.load.node ? -1 : 1);
/** A room on few nodes needs few trunks. */
const byMostInRoom: Order = (a, b) => b.inRoom - a.inRoom || byLoad(a, b);
const byFewestInRoom: Order = (a, b) => a.inRoom - b.inRoom || byLoad(a, b);

function first(candidates: readonly Candidate[], order: Order): Candidate | undefined {
  let best: Candidate | undefined;
  for (const each of candidates) if (!best || order(each, best) < 0) best = each;
  return best;
}
