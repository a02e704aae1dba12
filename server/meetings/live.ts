import type { Bus, Lease } from '#server/platform/bus.ts';
import type { Db } from '#server/platform/db.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import { meetingLiveChanged } from '#shared/contract/meetings.ts';
import type { Announce } from './announce.ts';
import { findMeeting } from './meetings.store.ts';
import type { MeetingsNeeds } from './needs.ts';

type Parts = { db: Db; bus: Bus; logger: Logger; announce: Announce; nodes: MeetingsNeeds['nodes'] };

/** A meeting's number is told at most this often. */
const everyMs = 1_000;
const leaseMs = 5_000;

/** Tells who is in which meeting. Every hub hears it from the media nodes; the one with the lease passes it on. */
export function createLive({ db, bus, logger, announce, nodes }: Parts) {
  const pending = new Map<MeetingId, NodeJS.Timeout>();
  const toldAt = new Map<MeetingId, number>();
  let lease: Lease | undefined;
  let closed = false;

  async function speaksForAll(): Promise<boolean> {
    if (lease && !lease.lost.aborted && (await lease.renew())) return true;
    lease = await bus.lease('meetings:live', leaseMs);
    return lease !== undefined;
  }

  async function tell(meetingId: MeetingId): Promise<void> {
    pending.delete(meetingId);
    const now = performance.now();
    for (const [known, at] of toldAt) if (at < now - everyMs) toldAt.delete(known);
    toldAt.set(meetingId, now);
    if (closed || !(await speaksForAll())) return;
    const meeting = await findMeeting(db.read, meetingId);
    if (!meeting || meeting.archivedAt || closed) return;
    await announce(meeting, meetingLiveChanged, { meetingId, live: nodes.live(meetingId) });
  }

  nodes.onLive((meetingId) => {
    if (closed || pending.has(meetingId)) return;
    const at = toldAt.get(meetingId);
    const delay = at === undefined ? 0 : Math.max(0, at + everyMs - performance.now());
    const run = () =>
      tell(meetingId).catch((error: unknown) => {
        if (!closed) logger.warn({ err: error, meetingId }, 'a live number was not told');
      });
    pending.set(meetingId, setTimeout(run, delay).unref());
  });

  return async function close(): Promise<void> {
    closed = true;
    for (const timer of pending.values()) clearTimeout(timer);
    await lease?.release();
  };
}
