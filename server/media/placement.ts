import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';
import { chooseNode, type Wish } from './allocation.ts';
import type { MediaNodes } from './nodes.ts';

export type PlacementOptions = { nodes: MediaNodes; home: Region };
type Asked = { meetingId: MeetingId; near?: Wish['near'] | undefined; exclude?: ReadonlySet<string> };

/** As long as a hub that has just started waits for the first word of the nodes. */
const patienceMs = 4_000;

/**
 * The node for a participant. Hubs need not agree: two that place people of one room at once may choose two nodes, and the
 * room then has two parts.
 */
export function createPlacement({ nodes, home }: PlacementOptions) {
  return async function placeOf({ meetingId, near = [], exclude }: Asked): Promise<NodeId> {
    const until = performance.now() + patienceMs;
    while (nodes.candidates(meetingId).length === 0 && performance.now() < until) await sleep(50);
    const wish = { near: near.toSorted((a, b) => a.rttMs - b.rttMs), home, ...(exclude ? { exclude } : {}) };
    const node = chooseNode(nodes.candidates(meetingId), wish) as NodeId | undefined;
    if (node) {
      nodes.placed(node);
      return node;
    }
    const why = nodes.trouble() ?? 'all media nodes are full';
    throw new AppError('unavailable', `No media node can take this meeting: ${why}.`, {
      details: { reason: 'media' },
    });
  };
}
