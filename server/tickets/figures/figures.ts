import { createBatcher } from '#server/platform/batcher.ts';
import { topic, type Unsubscribe } from '#server/platform/bus.ts';
import type { Db } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { PersonId, QueueId } from '#shared/contract/ids.ts';
import { readBoards, readLists, readNames } from './board.store.ts';
import { openQueues, queuesOf, setOverdueHours } from '../desk.store.ts';
import { type Counted, countWrong, deleteEmptyCounts, findProof, keepProof } from './figures.store.ts';
import { unknownQueue } from '../refusals.ts';

/** Something of a queue's tickets changed; null when no figure did. */
export type Told = Counted | null;
/** Which queues there are, or who reads them. */
export const queuesTopic = topic<object>('tickets:queues');
const figuresTopic = (queueId: QueueId) => topic<Told>(`tickets:figures:${queueId}`);

/** The figures of the desk for those who show them: read once, then followed. */
export function createFigures({ db, bus, clock, logger }: Pick<Platform, 'db' | 'bus' | 'clock' | 'logger'>) {
  function tell(queues: Iterable<QueueId>, counted: readonly Counted[]): void {
    for (const queueId of queues)
      bus.publish(figuresTopic(queueId), counted.find((each) => each.queueId === queueId) ?? null);
  }

  /** Whoever asks at the same moment, for whichever queues, is answered by one statement. */
  const together = <T>(read: (db: Db, queues: readonly QueueId[], now: Date) => Promise<T[]>) =>
    createBatcher<QueueId, T>({
      max: 100,
      spacingMs: 0,
      maxWaiting: 10_000,
      run: (queues) => read(db, queues, clock.now()),
      isOfItem: () => false,
    }).add;

  return {
    /** After a commit, to every process that follows one of these queues. */
    tell,
    follow: (queueId: QueueId, listener: (told: Told) => void): Promise<Unsubscribe> =>
      bus.subscribe(figuresTopic(queueId), listener),
    followQueues: (listener: () => void): Promise<Unsubscribe> => bus.subscribe(queuesTopic, listener),
    /** All figures of one moment, with the number of the latest change in them. */
    board: together(readBoards),
    lists: together(readLists),
    names: (of: Parameters<typeof readNames>[1]) => readNames(db.read, of),
    /** Those that an employee reads, in the order of the desk. */
    queuesOf: (personId: PersonId) => queuesOf(db.read, personId),
    /** Of those that take tickets the first ones of the desk. */
    firstQueues: (limit: number) => openQueues(db.read, limit),

    /** From when on tickets of a queue are late. Whoever asks has decided that its caller may. */
    setOverdueHours: (queueId: QueueId, hours: number): Promise<void> =>
      db.transaction(async (tx) => {
        if (!(await setOverdueHours(tx, queueId, hours))) throw unknownQueue();
        tx.afterCommit(() => tell([queueId], []));
      }),

    /** Counts all tickets and says whether the figures are the same. They are not mended: somebody has to know why. */
    async prove(): Promise<void> {
      const wrong = await countWrong(db.read);
      if (wrong > 0) logger.error({ wrong }, 'the figures of the tickets are not what the tickets give');
      await db.transaction(async (tx) => {
        await keepProof(tx, clock.now(), wrong);
        await deleteEmptyCounts(tx);
      });
    },
    lastProof: () => findProof(db.read),
  };
}
export type Figures = ReturnType<typeof createFigures>;
