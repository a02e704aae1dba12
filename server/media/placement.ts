import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, Lease } from '#server/platform/bus.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import { chooseNode } from './allocation.ts';
import type { MediaNodes } from './nodes.ts';

/** As long as a placement may take to come back as news from the node. */
const settleMs = 2_000;

/**
 * Finds the node of a room, or chooses one. A room stays where it is. Only one hub places a given room at a time, by a
 * lease; the others wait for the node's own word.
 */
export function createPlacement(bus: Bus, nodes: MediaNodes) {
  const underWay = new Map<MeetingId, Promise<string>>();

  async function place(meetingId: MeetingId): Promise<string> {
    const until = performance.now() + settleMs * 2;
    for (;;) {
      const known = nodes.nodeOf(meetingId);
      if (known) return known;
      const late = performance.now() > until;
      // A hub that has just started waits for the first word of the nodes.
      const lease =
        late || nodes.candidates().length > 0
          ? await bus.lease(`media:place:${meetingId}`, settleMs)
          : undefined;
      if (lease) return await choose(meetingId, lease);
      if (late) throw new AppError('unavailable', 'No media node answers for this meeting.');
      await sleep(50);
    }
  }

  async function choose(meetingId: MeetingId, lease: Lease): Promise<string> {
    const node = chooseNode(nodes.candidates(meetingId), { near: [], home: 'eu' });
    if (!node) {
      await lease.release();
      const why = nodes.trouble() ?? 'all media nodes are full';
      throw new AppError('unavailable', `No media node can take this meeting: ${why}.`, {
        details: { reason: 'media' },
      });
    }
    nodes.placed(node);
    return node;
  }

  return function nodeFor(meetingId: MeetingId): Promise<string> {
    const known = nodes.nodeOf(meetingId);
    if (known) return Promise.resolve(known);
    const placing = underWay.get(meetingId) ?? place(meetingId);
    underWay.set(meetingId, placing);
    const forget = () => {
      if (underWay.get(meetingId) === placing) underWay.delete(meetingId);
    };
    // Kept a while: the node tells its rooms a moment after the join that opened one.
    placing.then(() => setTimeout(forget, settleMs).unref(), forget);
    return placing;
  };
}
