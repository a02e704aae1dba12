import type { NodeLoad } from '#server/media/media.commands.ts';
import type { NodeInfo } from '#server/platform/bus.ts';
import type { ProcessFacts } from '#server/platform/process-facts.ts';
import type { AdminNode, NodeFigures, NodeState } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';
import { Region } from '#shared/contract/regions.ts';
import type { JoinedNode } from '../needs.ts';

export type Seen = {
  /** Processes on the bus. */
  processes: readonly NodeInfo[];
  /** Heartbeats of media nodes. */
  loads: readonly NodeLoad[];
  /** Of the processes that were asked. */
  facts: ReadonlyMap<string, ProcessFacts>;
  joined: readonly JoinedNode[];
  /** What was asked of nodes that did not join, by name. */
  wanted: ReadonlyMap<string, NodeState>;
};

/** The nodes of the installation, by region and name: what the bus, the heartbeats and the registry know, put together. */
export function viewNodes(seen: Seen): AdminNode[] {
  const ids = new Set([
    ...seen.processes.map(({ id }) => id),
    ...seen.loads.map(({ node }) => node),
    ...seen.joined.map(({ id }) => id),
  ]);
  return [...ids].map((id) => viewNode(id, seen)).toSorted(byPlace);
}

const byPlace = (a: AdminNode, b: AdminNode): number =>
  Region.options.indexOf(a.region) - Region.options.indexOf(b.region) ||
  a.name.localeCompare(b.name) ||
  a.id.localeCompare(b.id);

function viewNode(id: string, { processes, loads, facts, joined, wanted }: Seen): AdminNode {
  const info = processes.find((each) => each.id === id);
  const load = loads.find(({ node }) => node === id);
  const row = joined.find((each) => each.id === id);
  const name = row?.label ?? load?.name ?? info?.name ?? id;
  const roles = info?.roles ?? ['media'];
  return {
    id: id as NodeId,
    name,
    roles: [...roles],
    region: regionOf(row?.region ?? load?.region ?? info?.region),
    status: statusOf(roles.includes('media'), load, row ? wantedOf(row) : wanted.get(name)),
    trouble: load?.trouble ?? null,
    version: load?.version ?? info?.version ?? '',
    busProtocol: load?.busProtocol ?? info?.busProtocol ?? 0,
    startedAt: load?.startedAt ?? info?.startedAt ?? null,
    addresses: load?.addresses ?? row?.addresses ?? [],
    removable: row !== undefined,
    figures: figuresOf(load, facts.get(id)),
    peers: (load?.peers ?? []).map((peer) => ({ ...peer, node: peer.node as NodeId })),
  };
}

const regionOf = (region: string | undefined): Region => Region.safeParse(region).data ?? 'eu';

const wantedOf = ({ state }: JoinedNode): NodeState | undefined => (state === 'removed' ? undefined : state);

/** What was asked for shows at once; the node's own word follows within a heartbeat. */
function statusOf(
  isMedia: boolean,
  load: NodeLoad | undefined,
  wanted: NodeState | undefined,
): AdminNode['status'] {
  if (!isMedia) return 'active';
  return load ? (wanted ?? load.state) : 'silent';
}

function figuresOf(load: NodeLoad | undefined, facts: ProcessFacts | undefined): NodeFigures | null {
  if (!load && !facts) return null;
  return {
    cpu: share(load?.cpu ?? facts?.cpu ?? 0),
    memoryBytes: facts?.memoryBytes ?? 0,
    packetsPerSecond: load?.packetsPerSecond ?? 0,
    bitrate: load?.bitrate ?? 0,
    lossShare: share(load?.lossShare ?? 0),
    rooms: load?.rooms ?? 0,
    participants: load?.participants ?? 0,
    capacity: load?.capacity ?? null,
    workers: load?.workers ?? 0,
    connections: facts?.connections ?? 0,
  };
}

const share = (value: number): number => Math.min(1, Math.max(0, value));
