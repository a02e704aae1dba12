import type { AdminNode } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';
import { isMedia } from '../nodes/totals.ts';
import { type Point, project } from './projection.ts';

/** A node says its region and no more: its dot stands with the others of the region around one place. */
export const anchors: Record<Region, Point> = {
  eu: project(12, 49),
  na: project(-92, 40),
  sa: project(-56, -14),
  ap: project(104, 22),
};

export type Placed = Point & { node: AdminNode; radius: number };

const least = 6;
const most = 17;
const golden = Math.PI * (3 - Math.sqrt(5));

/** On a phone dots of full size would hide the land. */
const largestUnit = 1.6;

/** By area: four times the people, twice the radius. */
export const radiusOf = (participants: number): number =>
  Math.min(most, least + Math.sqrt(participants) * 0.75);

/**
 * As the seeds of a sunflower stand, evenly wide for any number. `unit`: a pixel of the screen in the map's own coordinates, so
 * that dots keep their size on a small picture.
 */
export function placeNodes(nodes: readonly AdminNode[], unit = 1): Placed[] {
  const placed: Placed[] = [];
  const size = Math.min(unit, largestUnit);
  for (const [region, anchor] of Object.entries(anchors)) {
    const here = nodes.filter((node) => node.region === region);
    const spread = (here.length > 24 ? 14 : 20) * size;
    for (const [at, node] of here.entries()) {
      // Two side by side look placed; a lone one stands on the spot.
      const distance = here.length === 1 ? 0 : spread * Math.sqrt(at + 0.5);
      const angle = at * golden + Math.PI;
      placed.push({
        node,
        radius: Math.min(radiusOf(node.figures?.participants ?? 0), here.length > 24 ? 8 : most) * size,
        x: anchor.x + distance * Math.cos(angle),
        y: anchor.y + distance * Math.sin(angle) * 0.8,
      });
    }
  }
  return placed;
}

export type Arc = {
  key: string;
  from: Placed;
  to: Placed;
  rttMs: number;
  lossShare: number;
  bitrate: number;
  path: string;
  top: Point;
};

export const lossThatMatters = 0.01;

/**
 * What is drawn: one arc between any two regions, all of the node in focus, and whatever loses packets. Two nodes of one region
 * are so near that their arc says nothing.
 */
export function arcsToDraw(arcs: readonly Arc[], focus: string | null | undefined): Arc[] {
  const seen = new Set<string>();
  return arcs.filter((arc) => {
    const { from, to, lossShare } = arc;
    if (lossShare > lossThatMatters) return true;
    if (from.node.region === to.node.region) return false;
    const pair = [from.node.region, to.node.region].toSorted().join(' ');
    const first = !seen.has(pair);
    seen.add(pair);
    return first || arc.key === focus || isAt(arc, focus);
  });
}

export const isAt = ({ from, to }: Pick<Arc, 'from' | 'to'>, id: string | null | undefined): boolean =>
  from.node.id === id || to.node.id === id;

/** Which arcs say their round trip: the one pointed at, else the nearest node of each other region from the node in focus. */
export function arcsToLabel(arcs: readonly Arc[], focus: string | null | undefined): Arc[] {
  const pointed = arcs.filter(({ key }) => key === focus);
  if (pointed.length > 0) return pointed;
  const nearest = new Map<Region, Arc>();
  for (const arc of arcs.filter((arc) => isAt(arc, focus))) {
    const { region } = (arc.from.node.id === focus ? arc.to : arc.from).node;
    const best = nearest.get(region);
    if (!best || arc.rttMs < best.rttMs) nearest.set(region, arc);
  }
  return [...nearest.values()];
}

/** One arc a pair of nodes that measure each other, with the worse of both directions. */
export function arcsBetween(placed: readonly Placed[]): Arc[] {
  const known = new Map<NodeId, Placed>(placed.map((one) => [one.node.id, one]));
  const arcs = new Map<string, Arc>();
  for (const from of placed)
    for (const peer of from.node.peers) {
      const to = known.get(peer.node);
      if (!to || to === from) continue;
      const [a, b] = from.node.id < to.node.id ? [from, to] : [to, from];
      const key = `${a.node.id} ${b.node.id}`;
      const old = arcs.get(key);
      arcs.set(key, {
        ...bow(a, b),
        key,
        from: a,
        to: b,
        rttMs: Math.max(old?.rttMs ?? 0, peer.rttMs),
        lossShare: Math.max(old?.lossShare ?? 0, peer.lossShare),
        bitrate: (old?.bitrate ?? 0) + peer.bitrate,
      });
    }
  return [...arcs.values()];
}

/** A bow to the north, higher the farther the two are apart; `top` is the curve's control point. */
function bow(a: Point, b: Point): { path: string; top: Point } {
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const lift = Math.min(90, Math.hypot(b.x - a.x, b.y - a.y) * 0.22);
  const top = { x, y: Math.max(8, y - lift) };
  const round = (value: number) => value.toFixed(1);
  return {
    path: `M${round(a.x)} ${round(a.y)}Q${round(top.x)} ${round(top.y)} ${round(b.x)} ${round(b.y)}`,
    top,
  };
}

/** Where the names of the regions that have nodes are written: below the dots. */
export function namePlaces(placed: readonly Placed[], unit: number): Map<Region, Point> {
  const byRegion = Map.groupBy(placed, ({ node }) => node.region);
  return new Map(
    [...byRegion].map(([region, nodes]) => {
      const bottom = Math.max(...nodes.map(({ y, radius }) => y + radius));
      return [region, { x: anchors[region].x, y: bottom + 17 * unit }];
    }),
  );
}

/** Half of what a name and a label take together, in pixels of the screen. */
const crowded = { x: 108, y: 20 };

/**
 * A point of the arc: a little nearer to the far end than to the node in focus, where the arcs are apart, and elsewhere on it when
 * that would cover one of the names.
 */
export function labelPlace(
  { from, to, top }: Arc,
  focus: string | null | undefined,
  names: Iterable<Point> = [],
  unit = 1,
): Point {
  const steps = isAt({ from, to }, focus) ? [0.62, 0.5, 0.72, 0.4, 0.82] : [0.5, 0.4, 0.6];
  const points = steps.map((step) => {
    const t = to.node.id === focus ? 1 - step : step;
    const along = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
    return { x: along(from.x, top.x, to.x), y: along(from.y, top.y, to.y) };
  });
  const all = [...names];
  const isFree = (point: Point) =>
    all.every(
      (name) =>
        Math.abs(point.x - name.x) > crowded.x * unit || Math.abs(point.y - name.y) > crowded.y * unit,
    );
  const [first = top] = points;
  return points.find(isFree) ?? first;
}

/** The figures of one hub without the role media do not belong on a map of meetings, but its place does. */
export const dotKind = (node: AdminNode): 'media' | 'hub' => (isMedia(node) ? 'media' : 'hub');
