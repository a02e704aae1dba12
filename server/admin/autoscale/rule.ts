// Pure: what it is told decides, so a day of it can be simulated and every decision explained afterwards.

/** A media node of the region as last heard. */
export type FleetNode = {
  node: string;
  state: 'active' | 'cordoned' | 'draining';
  cpu: number;
  participants: number;
};

/** One region at one moment. `booting`: nodes that were asked for and have not been heard yet. */
export type RegionFleet = {
  nodes: readonly FleetNode[];
  booting: number;
  /** People who found no node of the region since the last decision. */
  turnedAway: number;
};

/** What the administrator allows. `capEur` is for the month; `spentEur` what the region has cost in it so far. */
export type ScaleRule = {
  floor: number;
  ceiling: number;
  capEur: number;
  spentEur: number;
  /** Share of the month that is left, 0 to 1. */
  monthLeft: number;
  eurPerNodeMonth: number;
};

export type ScaleReason =
  | 'belowFloor'
  | 'turnedAway'
  | 'busy'
  | 'idle'
  | 'steady'
  | 'waiting'
  | 'atCeiling'
  | 'atCap';
/** `words` is for logs and the audit; the console has its own words for `reason`. */
export type ScaleDecision = { reason: ScaleReason; words: string } & (
  | { action: 'add'; count: number }
  | { action: 'drain'; node: string }
  | { action: 'nothing' }
);

/** Above this mean share of cores a region grows, to `target`; well below the stress limit, since a node takes a while to boot. */
const busy = 0.6;
const target = 0.45;
/** It shrinks when the others would stay below this: far enough from `busy` that it does not come back at once. */
const idle = 0.35;

export function decideScale(fleet: RegionFleet, rule: ScaleRule): ScaleDecision {
  const active = fleet.nodes.filter(({ state }) => state === 'active');
  const have = active.length + fleet.booting;
  const load = active.reduce((sum, { cpu }) => sum + cpu, 0);
  const wanted = wantedNodes(fleet, rule, have, load);
  if (wanted.count > have) return grow(fleet, rule, have, wanted);
  return shrink(fleet, rule, active, load);
}

type Wanted = { count: number; reason: ScaleReason; words: string };

function wantedNodes({ turnedAway }: RegionFleet, { floor }: ScaleRule, have: number, load: number): Wanted {
  const mean = load / Math.max(1, have);
  if (have < floor)
    return { count: floor, reason: 'belowFloor', words: `${have} nodes, the floor is ${floor}` };
  if (mean > busy) {
    const count = Math.max(have + 1, Math.ceil(load / target));
    return { count, reason: 'busy', words: `${percent(mean)} of the cores are in use` };
  }
  if (turnedAway > 0 && (have === 0 || mean > target))
    return { count: have + 1, reason: 'turnedAway', words: `${turnedAway} people found no node here` };
  return { count: have, reason: 'steady', words: '' };
}

/** The ceiling and the cap are hard, even against the floor: a bill is worse than a longer way. */
function grow(
  fleet: RegionFleet,
  rule: ScaleRule,
  have: number,
  { count, reason, words }: Wanted,
): ScaleDecision {
  const paid = fleet.nodes.length + fleet.booting;
  const byCap = affordable(rule) - paid;
  const byCeiling = rule.ceiling - have;
  const most = Math.max(0, Math.min(byCap, byCeiling));
  if (most > 0) {
    const adding = Math.min(count - have, most);
    return { action: 'add', count: adding, reason, words: `${words}: adding ${adding}` };
  }
  return byCeiling <= 0
    ? { action: 'nothing', reason: 'atCeiling', words: `${words}, but the ceiling is ${rule.ceiling}` }
    : { action: 'nothing', reason: 'atCap', words: `${words}, but the cap is ${rule.capEur} EUR a month` };
}

/** How many nodes the rest of the month can pay for. A cordoned or draining node costs as much as any other. */
function affordable({ capEur, spentEur, monthLeft, eurPerNodeMonth }: ScaleRule): number {
  const each = eurPerNodeMonth * monthLeft;
  return each <= 0 ? Number.MAX_SAFE_INTEGER : Math.floor((capEur - spentEur) / each + 1e-9);
}

function shrink(
  { nodes, booting }: RegionFleet,
  { floor }: ScaleRule,
  active: readonly FleetNode[],
  load: number,
): ScaleDecision {
  const nothing = (reason: ScaleReason, words: string) => ({ action: 'nothing' as const, reason, words });
  if (active.length <= floor) return nothing('steady', 'as many nodes as the floor asks for');
  if (booting > 0) return nothing('waiting', `${booting} nodes are booting`);
  if (nodes.some(({ state }) => state === 'draining')) return nothing('waiting', 'a node is draining');
  const [last] = active.toSorted(byPeople);
  const others = active.length - 1;
  const quiet = others === 0 ? last?.participants === 0 : load / others < idle;
  if (!last || !quiet) return nothing('steady', `${percent(load / active.length)} of the cores are in use`);
  const words = others === 0 ? 'nobody is here' : `${others} nodes would be ${percent(load / others)} busy`;
  return { action: 'drain', node: last.node, reason: 'idle', words: `${words}: draining ${last.node}` };
}

const byPeople = (a: FleetNode, b: FleetNode) =>
  a.participants - b.participants || a.cpu - b.cpu || (a.node < b.node ? -1 : 1);

const percent = (share: number) => `${Math.round(share * 100)} %`;
