import type { AdminNode, Autoscaling, RegionScaling } from '#shared/contract/admin.ts';
import { Region } from '#shared/contract/regions.ts';
import type { JoinedNode } from '../needs.ts';
import type { Month } from './month.ts';
import type { RegionFleet, ScaleRule } from './rule.ts';
import type { OpenOrder } from './scaling.store.ts';

/** Everything a decision is made of, at one moment. */
export type Scene = {
  settings: Pick<Autoscaling, 'monthlyCap' | 'regions'>;
  nodes: readonly AdminNode[];
  joined: readonly JoinedNode[];
  orders: readonly OpenOrder[];
  spent: ReadonlyMap<Region, number>;
  month: Month;
  turnedAway: ReadonlyMap<Region, number>;
};

export const regionsOf = ({ regions }: Scene['settings']): [Region, RegionScaling][] =>
  Region.options.flatMap((region) => {
    const way = regions[region];
    return way ? [[region, way]] : [];
  });

const bootingIn = ({ orders }: Scene, region: Region) =>
  orders.filter((order) => order.action === 'add' && order.region === region).length;
const joinedIn = ({ joined }: Scene, region: Region) => joined.filter((node) => node.region === region);

/** Nodes of the region that somebody sends a bill for: those that joined, heard or not, and those on their way. */
export const billedIn = (scene: Scene, region: Region): number =>
  joinedIn(scene, region).length + bootingIn(scene, region);

const mediaIn = ({ nodes }: Scene, region: Region) =>
  nodes.filter((node) => node.region === region && node.roles.includes('media'));

export function fleetIn(scene: Scene, region: Region): RegionFleet {
  return {
    nodes: mediaIn(scene, region).flatMap(({ id, status, figures }) =>
      status === 'silent'
        ? []
        : [{ node: id, state: status, cpu: figures?.cpu ?? 0, participants: figures?.participants ?? 0 }],
    ),
    booting: bootingIn(scene, region),
    turnedAway: scene.turnedAway.get(region) ?? 0,
  };
}

/** What a region has cost, and will until the end of the month if nothing changes. */
export function committedIn(scene: Scene, region: Region, { nodePrice }: RegionScaling): number {
  return (scene.spent.get(region) ?? 0) + billedIn(scene, region) * nodePrice * scene.month.left;
}

/**
 * The cap is for all regions together, the rule knows one: it gets what the others leave. It takes every node it hears for a
 * paid one, so nodes of the installation's own are put on top, and joined ones that are silent are taken off.
 */
export function ruleIn(scene: Scene, region: Region, way: RegionScaling): ScaleRule {
  const others = regionsOf(scene.settings)
    .filter(([other]) => other !== region)
    .reduce((sum, [other, its]) => sum + committedIn(scene, other, its), 0);
  const heard = mediaIn(scene, region).filter(({ status }) => status !== 'silent');
  const own = heard.filter(({ removable }) => !removable).length;
  const silent = joinedIn(scene, region).length - (heard.length - own);
  const each = way.nodePrice * scene.month.left;
  return {
    floor: way.floor,
    ceiling: way.ceiling,
    capEur: (scene.settings.monthlyCap ?? Number.POSITIVE_INFINITY) - others + (own - silent) * each,
    spentEur: scene.spent.get(region) ?? 0,
    monthLeft: scene.month.left,
    eurPerNodeMonth: way.nodePrice,
  };
}
