import type { Platform } from '#server/platform/platform.ts';
import { audience } from '#server/signaling/audience.ts';
import type { Connection } from '#server/signaling/bind.ts';
import type { Publisher } from '#server/signaling/publisher.ts';
import type { Figures } from '#server/tickets/figures/figures.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { type WallBoard, wallChanged } from '#shared/contract/wall.ts';
import { type Board, openBoard } from './board.ts';

type Parts = Pick<Platform, 'bus' | 'clock' | 'logger'> & { publisher: Publisher; figures: Figures };
/** A tab or a screen. */
export type Viewer = Pick<Connection, 'id' | 'join' | 'leave' | 'onClose'>;
type Entry = { viewers: Set<string>; opening: Promise<Board>; restTimer?: NodeJS.Timeout };

/** So long a board that nobody looks at follows its figures. */
const restMs = 12 * 3_600_000;

/** The boards that somebody looks at in this process, or did of late: one for each queue, however many look. */
export function createBoards({ bus, clock, logger, publisher, figures }: Parts) {
  const entries = new Map<QueueId, Entry>();
  const looking = new Map<string, Set<QueueId>>();
  /** Each process has boards of its own, so their viewers are an audience of its own. */
  const audienceOf = (queueId: QueueId) => audience.wall(bus.nodeId, queueId);

  const failed = (error: unknown) => logger.warn({ err: error }, 'a board was not let go of');

  function open(queueId: QueueId): Entry {
    const opening = openBoard(queueId, {
      figures,
      logger,
      now: () => clock.now().getTime(),
      publish: (patch) => publisher.publish(audienceOf(queueId), wallChanged, patch),
    });
    const entry: Entry = { viewers: new Set<string>(), opening };
    entries.set(queueId, entry);
    opening.catch(() => {
      if (entries.get(queueId) === entry) entries.delete(queueId);
    });
    return entry;
  }

  async function release(queueId: QueueId, viewerId: string): Promise<void> {
    const entry = entries.get(queueId);
    if (entry?.viewers.delete(viewerId) && entry.viewers.size === 0) await rest(queueId, entry);
  }

  async function rest(queueId: QueueId, entry: Entry): Promise<void> {
    clearTimeout(entry.restTimer);
    entry.restTimer = setTimeout(() => forget(queueId, entry).catch(failed), restMs).unref();
    const board = await entry.opening.catch(() => undefined);
    if (entry.viewers.size === 0) board?.rest();
  }

  async function forget(queueId: QueueId, entry: Entry): Promise<void> {
    if (entry.viewers.size > 0 || entries.get(queueId) !== entry) return;
    entries.delete(queueId);
    await (await entry.opening).close();
  }

  async function leave(viewer: Viewer, queues: Iterable<QueueId>): Promise<void> {
    for (const queueId of queues) {
      await viewer.leave(audienceOf(queueId));
      await release(queueId, viewer.id);
    }
  }

  async function leaveAll(viewer: Viewer): Promise<void> {
    const queues = looking.get(viewer.id) ?? [];
    looking.delete(viewer.id);
    await leave(viewer, queues);
  }

  /** Joined before it is read, so that nothing falls in between. */
  async function look(viewer: Viewer, queueId: QueueId): Promise<WallBoard[]> {
    const entry = entries.get(queueId) ?? open(queueId);
    entry.viewers.add(viewer.id);
    clearTimeout(entry.restTimer);
    await viewer.join(audienceOf(queueId));
    const board = await entry.opening;
    await board.wake();
    return board.view();
  }

  const stopState = bus.onState((state) => {
    if (state !== 'connected') return;
    for (const { opening } of entries.values())
      opening.then(
        (board) => board.reload(),
        () => undefined,
      );
  });

  return {
    /** As if somebody had looked at these: whoever does waits for their lists alone. */
    async prepare(queues: readonly QueueId[]): Promise<void> {
      const unread = queues.filter((queueId) => !entries.has(queueId));
      await Promise.all(unread.map((queueId) => rest(queueId, open(queueId))));
    },

    /** From now on the viewer hears of these queues and of no others. */
    async watch(viewer: Viewer, queues: readonly QueueId[]): Promise<WallBoard[]> {
      const before = [...(looking.get(viewer.id) ?? [])];
      if (!looking.has(viewer.id)) viewer.onClose(() => leaveAll(viewer).catch(failed));
      looking.set(viewer.id, new Set(queues));
      await leave(
        viewer,
        before.filter((queueId) => !queues.includes(queueId)),
      );
      return (await Promise.all(queues.map((queueId) => look(viewer, queueId)))).flat();
    },

    leave: leaveAll,
    /** Those that somebody looks at. */
    dump: () =>
      [...entries].flatMap(([queueId, { viewers }]) =>
        viewers.size > 0 ? [{ queueId, viewers: viewers.size }] : [],
      ),
    async close(): Promise<void> {
      stopState();
      const open = [...entries.values()];
      entries.clear();
      for (const { restTimer } of open) clearTimeout(restTimer);
      await Promise.allSettled(open.map(async ({ opening }) => (await opening).close()));
    },
  };
}
export type Boards = ReturnType<typeof createBoards>;
