import type { Bus } from '#server/platform/bus.ts';
import type { Logger } from '#server/platform/logger.ts';
import type { MeetingId } from '#shared/contract/ids.ts';
import type { MyMeeting } from '#shared/contract/meetings.ts';
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

type Live = MyMeeting['live'];
type Known = {
  load: NodeLoad;
  heardAt: number;
  placedSince: number;
  version: number;
  rooms: Map<MeetingId, Live>;
};
export type NodesOptions = { bus: Bus; logger: Logger; staleMs?: number; checkEveryMs?: number };

const nobody: Live = { count: 0, people: [] };

/** What this hub knows of the media nodes: their load, and which rooms they have. Built from what they say, never stored. */
export async function createMediaNodes({ bus, logger, staleMs = 3_500, checkEveryMs = 1_000 }: NodesOptions) {
  const nodes = new Map<string, Known>();
  const homes = new Map<MeetingId, string>();
  const liveListeners = new Set<(meetingId: MeetingId, live: Live) => void>();
  const goneListeners = new Set<(meetingIds: MeetingId[]) => void>();

  function hear(load: NodeLoad): void {
    const heardAt = performance.now();
    const known = nodes.get(load.node);
    if (known) {
      Object.assign(known, { load, heardAt, placedSince: 0 });
      return;
    }
    nodes.set(load.node, { load, heardAt, placedSince: 0, version: -1, rooms: new Map() });
    logger.info({ node: load.node, workers: load.workers }, 'a media node is there');
    askForRooms(load.node);
  }

  /** The whole list, after a first word or a gap. */
  function askForRooms(node: string): void {
    bus.request({ node }, nodeRooms, {}).then(
      ({ version, rooms }) => {
        const known = nodes.get(node);
        if (!known || known.version >= version) return;
        known.version = version;
        const listed = new Set(rooms.map(({ meetingId }) => meetingId));
        const gone = [...known.rooms.keys()].filter((meetingId) => !listed.has(meetingId));
        for (const meetingId of gone) learn(node, known, { meetingId, ...nobody });
        for (const room of rooms) learn(node, known, room);
      },
      (error: unknown) => logger.warn({ err: error, node }, 'a media node does not list its rooms'),
    );
  }

  function hearRooms({ node, version, rooms }: RoomsChanged): void {
    const known = nodes.get(node);
    if (!known || known.version >= version) return;
    if (known.version !== version - 1) {
      askForRooms(node);
      return;
    }
    known.version = version;
    for (const room of rooms) learn(node, known, room);
  }

  function learn(node: string, known: Known, { meetingId, count, people }: RoomPeople): void {
    const live = { count, people };
    if (count > 0) {
      known.rooms.set(meetingId, live);
      homes.set(meetingId, node);
    } else {
      known.rooms.delete(meetingId);
      if (homes.get(meetingId) === node) homes.delete(meetingId);
    }
    for (const listener of liveListeners) listener(meetingId, live);
  }

  /** A busy process misses beats too, so a silent node is asked before it counts as gone. */
  async function doubt(node: string, known: Known): Promise<void> {
    if (performance.now() - known.heardAt < staleMs) return;
    try {
      await bus.request({ node }, nodeRooms, {}, { deadlineMs: 1_500 });
    } catch {
      if (nodes.get(node) !== known || performance.now() - known.heardAt < staleMs) return;
      logger.error({ node }, 'a media node is gone');
      nodes.delete(node);
      for (const [meetingId, home] of homes) if (home === node) homes.delete(meetingId);
      const lost = [...known.rooms.keys()];
      for (const meetingId of lost) learn(node, known, { meetingId, ...nobody });
      if (lost.length > 0) for (const listener of goneListeners) listener(lost);
    }
  }

  const stops = await Promise.all([bus.subscribe(loadTopic, hear), bus.subscribe(roomsTopic, hearRooms)]);
  const timer = setInterval(() => {
    for (const [node, known] of nodes) void doubt(node, known);
  }, checkEveryMs).unref();
  bus.publish(helloTopic, { hub: bus.nodeId });

  const close = async () => {
    clearInterval(timer);
    await Promise.all(stops.map((stop) => stop()));
  };
  return {
    nodeOf: (meetingId: MeetingId) => homes.get(meetingId),
    live: (meetingId: MeetingId): Live =>
      nodes.get(homes.get(meetingId) ?? '')?.rooms.get(meetingId) ?? nobody,
    /** For a participant of this meeting. */
    candidates: (meetingId?: MeetingId): Candidate[] =>
      [...nodes.values()].map(({ load, placedSince, rooms }) => ({
        load,
        placedSince,
        inRoom: (meetingId && rooms.get(meetingId)?.count) ?? 0,
      })),
    /** This hub knows it from an answer of the node, before the node's list says so. */
    found(meetingId: MeetingId, node: string): void {
      if (nodes.has(node)) homes.set(meetingId, node);
    },
    placed(node: string): void {
      const known = nodes.get(node);
      if (known) known.placedSince += 1;
    },
    /** Who is in a room changed. */
    onLive: (listener: (meetingId: MeetingId, live: Live) => void) => void liveListeners.add(listener),
    /** The node of these rooms died with them. */
    onGone: (listener: (meetingIds: MeetingId[]) => void) => void goneListeners.add(listener),
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
