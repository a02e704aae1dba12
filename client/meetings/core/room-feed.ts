import type { NodeId } from '#shared/contract/ids.ts';
import type { RoomPart, RoomSnapshot } from '#shared/contract/media.ts';
import { createBackoff } from './backoff.ts';
import {
  applyChange,
  dropGhosts,
  graceMs,
  leavesOpen,
  loseNode,
  noParts,
  type RoomChanged,
  type RoomParts,
  takeSnapshot,
} from './room-parts.ts';

type FeedOptions = {
  /** Asks the hub for the room as it is now. */
  fetch: () => Promise<RoomSnapshot>;
  changed: (room: RoomParts) => void;
  now?: () => number;
};
type Waiting = { change: RoomChanged; since: number };

/**
 * Keeps the room in step with the hub: the numbered changes of each part in order, and the whole room whenever something is
 * missing. However many reasons there are to ask, one question is out at a time.
 */
export function createRoomFeed({ fetch, changed, now = () => performance.now() }: FeedOptions) {
  const backoff = createBackoff({ firstMs: 250, mostMs: 4_000 });
  let room = noParts;
  let begun = false;
  let waiting: Waiting[] = [];
  const heardAt = new Map<NodeId, number>();
  let asking = false;
  let askAgain = false;
  let unsure = false;
  /** Named while the question was out, which may have been answered before. */
  let named: readonly NodeId[] = [];
  let retry: ReturnType<typeof setTimeout> | undefined;
  let expiry: ReturnType<typeof setTimeout> | undefined;

  function become(next: RoomParts): void {
    if (next === room) return;
    room = next;
    const [oldest] = room.ghosts;
    clearTimeout(expiry);
    if (oldest) expiry = setTimeout(expire, Math.max(0, oldest.since + graceMs - now()) + 1);
    changed(room);
  }

  const expire = (): void => become(dropGhosts(room, now()));

  /** Takes the room from an answer of the hub to a question of that moment: a join, a resumption, or one for the room. */
  function take(snapshot: RoomSnapshot, askedAt: number): void {
    begun = true;
    const heardSince = new Set([...heardAt].filter(([, at]) => at >= askedAt).map(([node]) => node));
    become(takeSnapshot(room, snapshot, now(), heardSince));
    unsure = leavesOpen(room, snapshot);
    const late = waiting.filter(({ since }) => now() - since < graceMs);
    waiting = [];
    for (const one of late) if (!apply(one.change)) waiting.push(one);
    if (!asking) settle();
  }

  /** False when something before the change is missing. */
  function apply(change: RoomChanged): boolean {
    const applied = applyChange(room, change, now());
    if (applied.kind === 'applied') become(applied.room);
    return applied.kind !== 'missing';
  }

  /** Changes that arrive before the first snapshot wait for it, and those that do not fit for the next one. */
  function receive(change: RoomChanged): void {
    heardAt.set(change.node, now());
    // What begins while the question is out may have begun earlier than it looks: the answer tells.
    const begins = asking && room.parts.get(change.node)?.epoch !== change.epoch;
    if (begun && !begins && apply(change)) return;
    waiting.push({ change, since: now() });
    if (begun && retry === undefined && !asking) void ask();
  }

  async function ask(): Promise<void> {
    if (!begun || asking) {
      askAgain = asking;
      return;
    }
    clearTimeout(retry);
    retry = undefined;
    asking = true;
    const askedAt = now();
    try {
      const snapshot = await fetch();
      if (begun) take(snapshot, askedAt);
    } catch {
      // The connection is away: the snapshot that comes with its return closes the gap.
    }
    asking = false;
    settle();
  }

  function settle(): void {
    if (!begun) return;
    if (waiting.length === 0 && !unsure) backoff.reset();
    // A hub that has not heard of it itself is given time.
    else retry ??= setTimeout(() => void ask(), backoff.next());
    const more = askAgain || misses(named);
    askAgain = false;
    named = [];
    if (more) void ask();
  }

  const misses = (nodes: readonly NodeId[]): boolean => nodes.some((node) => !room.parts.has(node));

  return {
    take,
    receive,
    /** Something may be missing. */
    ask: (): void => void ask(),
    /** The nodes that have a part, as the hub knows them. */
    hearNodes(nodes: readonly NodeId[]): void {
      if (asking) named = nodes;
      else if (misses(nodes)) void ask();
    },
    /** The node is gone. The word may be older than what is known of the node: the hub is asked for the last one. */
    lose(node: NodeId): void {
      become(loseNode(room, node, now()));
      void ask();
    },
    partOf: (node: NodeId): RoomPart | undefined => room.parts.get(node),
    close(): void {
      begun = false;
      room = noParts;
      waiting = [];
      clearTimeout(retry);
      clearTimeout(expiry);
    },
  };
}
export type RoomFeed = ReturnType<typeof createRoomFeed>;
