import type { AudioLevelObserver, Consumer, Router } from 'mediasoup/types';
import type { ParticipantId, ProducerId } from '#shared/contract/ids.ts';
import { mediaCodecs } from './codecs.ts';
import { guard, interrupted } from './guard.ts';
import { levelOf, quietest, type Speakers } from './speakers.ts';
import type { MediaWorker, Workers } from './workers.ts';

/** A room's router on one worker. Most rooms have one lane. */
export type Lane = {
  readonly id: string;
  readonly home: MediaWorker;
  readonly router: Router;
  readonly observer: AudioLevelObserver;
  /** Consumers here; a lane that is full sends newcomers to the next worker. */
  consumers: number;
  readonly closed: boolean;
};
type Pipe = { users: number; ready: Promise<Consumer | undefined> };

/** The routers of one room, and the pipes between them: a pipe exists only while somebody on the far side consumes. */
export function createLanes(workers: Workers, speakers: Speakers, maxConsumersPerLane: number) {
  let lanes: Lane[] = [];
  let closed = false;
  let opening: Promise<Lane> | undefined;
  const pipes = new Map<string, Pipe>();

  /** The lane for a newcomer. */
  async function pick(): Promise<Lane> {
    const roomy = lanes.find((lane) => lane.consumers < maxConsumersPerLane);
    if (roomy) return roomy;
    opening ??= open().finally(() => {
      opening = undefined;
    });
    return await opening;
  }

  async function open(): Promise<Lane> {
    const taken = new Set(lanes.map(({ home }) => home));
    const home = await workers.lightest(taken);
    if (!home) return emptiest(lanes);
    const { router, observer } = await guard(home, () => newRouter(home));
    if (closed) {
      router.close();
      throw interrupted();
    }
    const lane: Lane = {
      id: router.id,
      home,
      router,
      observer,
      consumers: 0,
      get closed() {
        return router.closed;
      },
    };
    listen(lane);
    lanes.push(lane);
    return lane;
  }

  function listen({ id, observer }: Lane): void {
    observer.on('volumes', (volumes) =>
      speakers.hear(
        id,
        volumes.map(({ producer, volume }) => ({
          participantId: producer.appData['participantId'] as ParticipantId,
          level: levelOf(volume),
        })),
      ),
    );
    observer.on('silence', () => speakers.hear(id, []));
  }

  /** Makes a producer of one lane reachable in another one; the answer takes that back. */
  async function reach(from: Lane, to: Lane, producerId: ProducerId): Promise<() => void> {
    if (from === to) return () => {};
    const key = `${producerId}>${to.id}`;
    const pipe = pipes.get(key) ?? { users: 0, ready: lay(from, to, producerId) };
    pipes.set(key, pipe);
    pipe.users += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      pipe.users -= 1;
      if (pipe.users > 0) return;
      if (pipes.get(key) === pipe) pipes.delete(key);
      pipe.ready.then(
        (consumer) => consumer?.close(),
        () => {},
      );
    };
    await pipe.ready.catch((error: unknown) => {
      release();
      throw error;
    });
    return release;
  }

  async function lay(from: Lane, to: Lane, producerId: ProducerId): Promise<Consumer | undefined> {
    const { pipeConsumer } = await from.router.pipeToRouter({
      producerId,
      router: to.router,
      enableSctp: false,
    });
    return pipeConsumer;
  }

  function close(): void {
    closed = true;
    for (const lane of lanes) {
      speakers.forget(lane.id);
      lane.router.close();
    }
    lanes = [];
    pipes.clear();
  }

  return {
    pick,
    reach,
    /** Is one of the lanes on this worker? */
    touches: (worker: MediaWorker) => lanes.some(({ home }) => home === worker),
    close,
    dump: () => ({ lanes: lanes.length, pipes: pipes.size }),
  };
}
export type Lanes = ReturnType<typeof createLanes>;

async function newRouter({ worker }: MediaWorker) {
  const router = await worker.createRouter({ mediaCodecs: mediaCodecs() });
  try {
    // mediasoup leaves out whoever sent fewer than 10 packets in an interval: 200 ms would hold just 10 of 20 ms each,
    // and a speaker would come and go at random.
    const levels = { maxEntries: 8, threshold: quietest, interval: 400 };
    return { router, observer: await router.createAudioLevelObserver(levels) };
  } catch (error) {
    router.close();
    throw error;
  }
}

function emptiest(lanes: Lane[]): Lane {
  const [first, ...rest] = lanes;
  if (!first) throw new Error('a room without a lane');
  return rest.reduce((a, b) => (b.consumers < a.consumers ? b : a), first);
}
