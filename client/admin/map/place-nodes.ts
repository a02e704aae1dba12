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

/** By area: four times the people, twice the radius. */
export const radiusOf = (participants: number): number =>
  Math.min(most, least + Math.sqrt(participants) * 0.75);

/** As the seeds of a sunflower stand: the fullest in the middle, evenly wide for any number. */
export function placeNodes(nodes: readonly AdminNode[]): Placed[] {
  const placed: Placed[] = [];
  for (const [region, anchor] of Object.entries(anchors)) {
    const here = nodes.filter((node) => node.region === region);
    const spread = here.length > 24 ? 16 : 25;
    for (const [at, node] of here.entries()) {
      // Two side by side look placed; a lone one stands on the spot.
      const distance = here.length === 1 ? 0 : spread * Math.sqrt(at + 0.5);
      const angle = at * golden + Math.PI;
      placed.push({
        node,
        radius: Math.min(radiusOf(node.figures?.participants ?? 0), here.length > 24 ? 8 : most),
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
  middle: Point;
};

/** More than this is noise: then only arcs of the chosen node and those that lose packets are drawn. */
const enough = 36;
export const lossThatMatters = 0.01;

/** One arc a pair of nodes that measure each other, with the worse of both directions. */
export function arcsBetween(placed: readonly Placed[], chosen: string | undefined): Arc[] {
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
  const all = [...arcs.values()];
  if (all.length <= enough) return all;
  return all.filter(
    ({ from, to, lossShare }) =>
      from.node.id === chosen || to.node.id === chosen || lossShare > lossThatMatters,
  );
}

/** A bow to the north, higher the farther the two are apart. */
function bow(a: Point, b: Point): { path: string; middle: Point } {
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  const lift = Math.min(90, Math.hypot(b.x - a.x, b.y - a.y) * 0.22);
  const top = { x, y: Math.max(8, y - lift) };
  const round = (value: number) => value.toFixed(1);
  return {
    path: `M${round(a.x)} ${round(a.y)}Q${round(top.x)} ${round(top.y)} ${round(b.x)} ${round(b.y)}`,
    middle: { x: (x + top.x) / 2, y: (y + top.y) / 2 },
  };
}

/** The figures of one hub without the role media do not belong on a map of meetings, but its place does. */
export const dotKind = (node: AdminNode): 'media' | 'hub' => (isMedia(node) ? 'media' : 'hub');
