import type { AdminNode } from '#shared/contract/admin.ts';
import { type Region, regions } from '#shared/contract/regions.ts';

export type Totals = {
  nodes: number;
  /** Of the nodes that take meetings. */
  media: number;
  participants: number;
  /** Sum of what was measured; null when one node has no figure. */
  capacity: number | null;
  bitrate: number;
  packetsPerSecond: number;
};

export function totalsOf(nodes: readonly AdminNode[]): Totals {
  const media = nodes.filter(isMedia);
  const sum = (of: (figures: NonNullable<AdminNode['figures']>) => number) =>
    nodes.reduce((total, { figures }) => total + (figures === null ? 0 : of(figures)), 0);
  const open = media.filter(({ status }) => status === 'active');
  return {
    nodes: nodes.length,
    media: media.length,
    participants: sum(({ participants }) => participants),
    capacity:
      open.length === 0 || open.some(({ figures }) => typeof figures?.capacity !== 'number')
        ? null
        : open.reduce((total, { figures }) => total + (figures?.capacity ?? 0), 0),
    bitrate: sum(({ bitrate }) => bitrate),
    packetsPerSecond: sum(({ packetsPerSecond }) => packetsPerSecond),
  };
}

export const isMedia = ({ roles }: AdminNode): boolean => roles.includes('media');

/** In the fixed order of the regions; those without nodes are left out. */
export function byRegion(nodes: readonly AdminNode[]): { region: Region; nodes: AdminNode[] }[] {
  return regions
    .map((region) => ({ region, nodes: nodes.filter((node) => node.region === region) }))
    .filter(({ nodes }) => nodes.length > 0);
}

/** Where the people of a node could go: other media nodes that take meetings. */
export const refugesOf = (node: AdminNode, nodes: readonly AdminNode[]): AdminNode[] =>
  nodes.filter(
    (other) => other.id !== node.id && isMedia(other) && other.status === 'active' && other.trouble === null,
  );
