import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { MeetingId, NodeId } from '#shared/contract/ids.ts';
import { knockAt } from './alive.ts';
import type { Candidate } from './allocation.ts';
import {
  helloTopic,
  loadTopic,
  type NodeLoad,
  nodeRooms,
  type RoomPeople,
  type RoomsChanged,
  roomsTopic,
} from './media.commands.ts';
import { createRoomIndex, type Live } from './room-index.ts';

type Known = {
  load: NodeLoad;
  heardAt: number;
  placedSince: number;
  version: number;
  asking: boolean;
  doubted: boolean;
};
export type NodesOptions = {
  bus: Bus;
  logger: Logger;
  /** A node that the bus has not reached for as long is given up, unless it answers at its media address. */
  staleMs?: number;
  checkEveryMs?: number;
};

/** A node that answers at its media address carries its calls; only then are its people asked to leave it. */
const aliveMs = 10_000;
/** Loads come every second: a node that missed one is asked whether it is there. */
const doubtMs = 1_500;
/** A hub that has just started takes this long to hear of every node. */
const settleMs = 1_000;

/** What this hub knows of the media nodes: their load, and who is in which part of which room. Never stored. */
export async function createMediaNodes({ bus, logger, staleMs = 3_500, checkEveryMs = 500 }: NodesOptions) {
  const nodes = new Map<NodeId, Known>();
  const index = createRoomIndex();
  const settled = sleep(settleMs, undefined, { ref: false });
  const liveListeners = new Set<(meetingId: MeetingId, live: Live) => void>();
  const partsListeners = new Set<(meetingId: MeetingId, nodes: NodeId[]) => void>();
  const goneListeners = new Set<(node: NodeId, meetingIds: MeetingId[]) => void>();
  const backListeners = new Set<(node: NodeId) => void>();

  function hear(load: NodeLoad): void {
    const node = load.node as NodeId;
    const known = nodes.get(node);
    // The same name, another process: whatever the one before had is gone.
    if (known && known.load.startedAt !== load.startedAt) bury(node);
    const before = nodes.get(node);
    if (!before) welcome(node, load);
    else Object.assign(before, { load, heardAt: performance.now(), placedSince: 0 });
    // A list that got lost would otherwise be missed for as long as nobody comes or goes.
    if (before && before.version < load.roomsVersion) askForRooms(node);
  }

  function welcome(node: NodeId, load: NodeLoad): void {
    const heardAt = performance.now();
    nodes.set(node, { load, heardAt, placedSince: 0, version: -1, asking: false, doubted: false });
    logger.info({ node, workers: load.workers }, 'a media node is there');
    for (const listener of backListeners) listener(node);
    askForRooms(node);
  }

  /** The whole list, after a first word or a gap. */
  function askForRooms(node: NodeId): void {
    const known = nodes.get(node);
    if (!known || known.asking) return;
    known.asking = true;
    bus
      .request({ node }, nodeRooms, {})
      .then(
        (list) => relist(node, known, list),
        (error: unknown) => logger.warn({ err: error, node }, 'a media node does not list its rooms'),
      )
      .finally(() => {
        known.asking = false;
      });
  }

  function relist(
    node: NodeId,
    known: Known,
    { version, rooms }: { version: number; rooms: RoomPeople[] },
  ): void {
    if (nodes.get(node) !== known || known.version >= version) return;
    known.version = version;
    const listed = new Set(rooms.map(({ meetingId }) => meetingId));
    for (const meetingId of index.onNode(node)) if (!listed.has(meetingId)) learn(node, empty(meetingId));
    for (const room of rooms) learn(node, room);
  }

  function hearRooms({ node, version, rooms }: RoomsChanged): void {
    const known = nodes.get(node);
    if (!known || known.version >= version) return;
    if (known.version !== version - 1) {
      askForRooms(node);
      return;
    }
    known.version = version;
    for (const room of rooms) learn(node, room);
  }

  function learn(node: NodeId, room: RoomPeople): void {
    const { meetingId } = room;
    const moved = index.set(node, room);
    for (const listener of liveListeners) listener(meetingId, index.live(meetingId));
    if (moved) tellParts(meetingId);
  }

  function tellParts(meetingId: MeetingId): void {
    for (const listener of partsListeners) listener(meetingId, index.nodesOf(meetingId));
  }

  /** A busy process misses beats too, so a silent node is asked before it counts as gone. */
  async function doubt(node: NodeId, known: Known): Promise<void> {
    if (known.doubted || bus.state() === 'degraded') return;
    known.doubted = true;
    const heardAt = known.heardAt;
    const reached = await bus.request({ node }, nodeRooms, {}, { deadlineMs: 1_500 }).then(
      () => true,
      () => false,
    );
    const isGone = !reached && (await isOver(known));
    known.doubted = false;
    if (!isGone || nodes.get(node) !== known || known.heardAt !== heardAt) return;
    if (bus.state() === 'degraded') return;
    logger.error({ node, silentForMs: Math.round(performance.now() - heardAt) }, 'a media node is gone');
    bury(node);
  }

  /** The bus does not reach it. Its machine may say that it ended; if it lives it has time to be back on the bus. */
  async function isOver({ load, heardAt }: Known): Promise<boolean> {
    const sign = load.probe ? await knockAt(load.probe) : 'alive';
    if (sign === 'dead') return true;
    const silentFor = performance.now() - heardAt;
    if (sign === 'alive') return silentFor >= (load.probe ? Math.max(aliveMs, staleMs) : staleMs);
    return silentFor >= Math.min(staleMs, 2 * doubtMs);
  }

  const isQuiet = ({ heardAt }: Known) => performance.now() - heardAt >= Math.min(doubtMs, staleMs);

  function bury(node: NodeId): void {
    nodes.delete(node);
    const lost = index.onNode(node);
    if (lost.length > 0) for (const listener of goneListeners) listener(node, lost);
    for (const meetingId of lost) learn(node, empty(meetingId));
  }

  const stops = await Promise.all([bus.subscribe(loadTopic, hear), bus.subscribe(roomsTopic, hearRooms)]);
  let checkedAt = performance.now();
  const timer = setInterval(() => {
    const late = performance.now() - checkedAt - checkEveryMs;
    checkedAt = performance.now();
    // A hub that was held up itself has not read what the nodes said meanwhile.
    if (late > checkEveryMs) for (const known of nodes.values()) known.heardAt += late;
    for (const [node, known] of nodes) if (isQuiet(known)) void doubt(node, known);
  }, checkEveryMs).unref();
  /** Whoever left the bus is asked at once: a link that closed is the first sign of a node that ended. */
  const stopNodes = bus.onNodes((all) => {
    const there = new Set(all.map(({ id }) => id));
    for (const [node, known] of nodes) if (!there.has(node)) void doubt(node, known);
  });
  bus.publish(helloTopic, { hub: bus.nodeId });

  /** While it was cut off this hub heard from nobody, and may have missed changes. */
  const stopWatching = bus.onState((state) => {
    if (state === 'degraded') return;
    for (const [node, known] of nodes) {
      known.heardAt = performance.now();
      askForRooms(node);
    }
  });

  const close = async () => {
    stopWatching();
    stopNodes();
    clearInterval(timer);
    await Promise.all(stops.map((stop) => stop()));
  };
  return {
    nodesOf: index.nodesOf,
    live: index.live,
    seatsOf: index.seatsOf,
    elsewhere: index.elsewhere,
    inRoom: index.inRoom,
    has: (node: NodeId): boolean => nodes.has(node),
    /** Its loads come as they should. */
    isHeard(node: NodeId): boolean {
      const known = nodes.get(node);
      return known !== undefined && !isQuiet(known);
    },
    /** Is this one of the media nodes? A hub that has just started gives them the time to say so. */
    async knows(node: NodeId): Promise<boolean> {
      if (!nodes.has(node)) await settled;
      return nodes.has(node);
    },
    /** Those who are there may join again, as after a reload; newcomers are another matter. */
    keepsPeople: (node: NodeId): boolean => {
      const load = nodes.get(node)?.load;
      return load !== undefined && load.accepting && load.state !== 'draining';
    },
    rooms: index.all,
    loads: (): NodeLoad[] => [...nodes.values()].map(({ load }) => load),
    candidates: (meetingId: MeetingId): Candidate[] =>
      [...nodes].map(([node, { load, placedSince }]) => ({
        load,
        placedSince,
        inRoom: index.inRoom(meetingId, node),
      })),
    /** This hub knows it from an answer of the node, before the node's list says so. */
    found(meetingId: MeetingId, node: NodeId): void {
      if (nodes.has(node) && index.found(node, meetingId)) tellParts(meetingId);
    },
    placed(node: NodeId): void {
      const known = nodes.get(node);
      if (known) known.placedSince += 1;
    },
    /** Who is in a room changed. */
    onLive: (listener: (meetingId: MeetingId, live: Live) => void) => void liveListeners.add(listener),
    /** The nodes that hold a part of it are others now. */
    onParts: (listener: (meetingId: MeetingId, nodes: NodeId[]) => void) => void partsListeners.add(listener),
    /** A node died, with its parts of these rooms. */
    onGone: (listener: (node: NodeId, meetingIds: MeetingId[]) => void) => void goneListeners.add(listener),
    /** A node is heard for the first time, or again. */
    onBack: (listener: (node: NodeId) => void) => void backListeners.add(listener),
    /** Words for the administrator when no node can take a meeting. */
    trouble(): string | undefined {
      const all = [...nodes.values()].map(({ load }) => load);
      if (all.some(({ accepting }) => accepting)) return undefined;
      return all[0]?.trouble ?? 'no media node is connected';
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
export type MediaNodes = Awaited<ReturnType<typeof createMediaNodes>>;

const empty = (meetingId: MeetingId): RoomPeople => ({ meetingId, members: [], people: [] });
