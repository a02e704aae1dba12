import type { RoomSnapshot } from '#shared/contract/media.ts';
import { applyChange, type RoomChanged, type RoomState, roomOf } from './room-state.ts';

type FeedOptions = {
  /** Asks the hub for the room as it is now. */
  fetch: () => Promise<RoomSnapshot>;
  changed: (room: RoomState) => void;
  /** The room was built anew: what this tab holds is of the past. */
  rebuilt: () => void;
};

/** Keeps the room in step with the hub: numbered changes in order, a fresh snapshot whenever one is missing. */
export function createRoomFeed({ fetch, changed, rebuilt }: FeedOptions) {
  let room: RoomState | undefined;
  let early: RoomChanged[] = [];
  let fetching = false;

  function reset(snapshot: RoomSnapshot): void {
    room = roomOf(snapshot);
    const waiting = early;
    early = [];
    changed(room);
    // Late words about a room that is gone must not tear the new one down.
    for (const change of waiting) if (change.epoch === snapshot.epoch) receive(change);
  }

  /** Changes that arrive before the first snapshot wait for it. */
  function receive(change: RoomChanged): void {
    if (!room || fetching) {
      early.push(change);
      return;
    }
    const applied = applyChange(room, change);
    if (applied.kind === 'applied') {
      room = applied.room;
      changed(room);
    } else if (applied.kind === 'gap') {
      early.push(change);
      void refresh();
    } else if (applied.kind === 'otherEpoch') {
      rebuilt();
    }
  }

  async function refresh(): Promise<void> {
    if (fetching) return;
    fetching = true;
    const before = room;
    try {
      const snapshot = await fetch();
      fetching = false;
      if (room !== before) return;
      if (before && snapshot.epoch !== before.epoch) rebuilt();
      else reset(snapshot);
    } catch {
      // The connection is away: the snapshot that comes with its return closes the gap.
      fetching = false;
    }
  }

  function clear(): void {
    room = undefined;
    early = [];
  }

  /** Something may have been missed without a gap to show it. */
  function check(): void {
    if (room) void refresh();
  }

  return { reset, receive, check, clear };
}
export type RoomFeed = ReturnType<typeof createRoomFeed>;
