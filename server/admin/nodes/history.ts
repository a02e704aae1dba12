import type { AdminNode, NodeFigures, NodeHistory } from '#shared/contract/admin.ts';
import type { NodeId } from '#shared/contract/ids.ts';

const kept = 60;

/** The last ten minutes of every node, in this hub's memory: a sample every ten seconds, null where nothing was heard. */
export function createHistory() {
  const rings = new Map<NodeId, (NodeFigures | null)[]>();

  return {
    /** One tick of all: a node that is not named has a gap; one that has nothing but gaps is forgotten. */
    take(nodes: readonly Pick<AdminNode, 'id' | 'figures'>[]): void {
      const heard = new Map(nodes.map(({ id, figures }) => [id, figures]));
      for (const id of new Set([...rings.keys(), ...heard.keys()])) {
        const ring = [...(rings.get(id) ?? []), heard.get(id) ?? null].slice(-kept);
        if (ring.every((sample) => sample === null)) rings.delete(id);
        else rings.set(id, ring);
      }
    },
    list: (): NodeHistory[] =>
      [...rings].map(([node, ring]) => ({
        node,
        cpu: ring.map((sample) => sample?.cpu ?? null),
        participants: ring.map((sample) => sample?.participants ?? null),
        bitrate: ring.map((sample) => sample?.bitrate ?? null),
        packetsPerSecond: ring.map((sample) => sample?.packetsPerSecond ?? null),
      })),
  };
}
