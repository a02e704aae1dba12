import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import type { Region } from '#shared/contract/regions.ts';
import { chooseNode, type Wish } from './allocation.ts';
import type { NodeLoad } from './media.commands.ts';
import type { MediaNodes } from './nodes.ts';

export type PlacementOptions = {
  nodes: MediaNodes;
  home: Region;
  /** Somebody found no node where they would like to be; says when to come again where one is on its way. */
  missed?: ((region: Region) => { retryAfterMs: number } | undefined) | undefined;
};
type Asked = {
  meetingId: MeetingId;
  near?: Wish['near'] | undefined;
  exclude?: ReadonlySet<string>;
  /** Whether a node can have the streams of all others that carry the meeting. One that cannot is better than none. */
  reachesAll?: (node: NodeId) => boolean;
};

/** As long as a hub that has just started waits for the first word of the nodes, and a node for a worker that is replaced. */
const patienceMs = 4_000;
const isComing = (loads: readonly NodeLoad[]) =>
  loads.every(({ accepting, workers }) => accepting && workers === 0);

/**
 * The node for a participant. Hubs need not agree: two that place people of one room at once may choose two nodes, and the
 * room then has two parts.
 */
export function createPlacement({ nodes, home, missed }: PlacementOptions) {
  return async function placeOf({ meetingId, near = [], exclude, reachesAll }: Asked): Promise<NodeId> {
    const until = performance.now() + patienceMs;
    while (isComing(nodes.loads()) && performance.now() < until) await sleep(50);
    const wish = { near: near.toSorted((a, b) => a.rttMs - b.rttMs), home, ...(exclude ? { exclude } : {}) };
    const all = nodes.candidates(meetingId);
    const whole = reachesAll ? all.filter(({ load }) => reachesAll(load.node as NodeId)) : all;
    const node = (chooseNode(whole, wish) ?? chooseNode(all, wish)) as NodeId | undefined;
    const wished = wish.near[0]?.region ?? home;
    if (node) {
      nodes.placed(node);
      if (!nodes.loads().some(({ region }) => region === wished)) missed?.(wished);
      return node;
    }
    const coming = missed?.(wished);
    if (coming) throw starting(coming.retryAfterMs);
    const why = nodes.trouble() ?? 'all media nodes are full';
    throw new AppError('unavailable', `No media node can take this meeting: ${why}.`, {
      details: { reason: 'media' },
    });
  };
}

const starting = (retryAfterMs: number) =>
  new AppError('unavailable', 'A media node is being started for this meeting.', {
    details: { reason: 'starting', retryAfterMs },
  });
