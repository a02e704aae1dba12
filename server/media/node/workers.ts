import { createWorker } from 'mediasoup';
import type { TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types';
import type { Logger } from '#server/platform/logger.ts';
import { AppError } from '#shared/contract/errors.ts';

/** One mediasoup process with its one UDP and one TCP port. */
export type MediaWorker = {
  readonly slot: number;
  readonly pid: number;
  readonly worker: Worker;
  readonly server: WebRtcServer;
  /** Streams in and out; what placement balances. */
  weight: number;
  readonly closed: boolean;
};

export type WorkersOptions = {
  count: number;
  listenAddress: string;
  /** Goes into the candidates; more addresses are added by the link. */
  announcedAddress: string | undefined;
  /** Of the first worker; the others follow. 0 takes any. */
  port: number;
  logger: Logger;
  onDeath: (worker: MediaWorker) => void;
  maxRestartsPerMinute?: number;
  startTimeoutMs?: number;
  workerBin?: string;
};

/** The node's mediasoup processes: one that dies is replaced in the same slot, on the same port. */
export async function createWorkers(options: WorkersOptions) {
  const { logger, maxRestartsPerMinute = 10 } = options;
  const slots = new Map<number, MediaWorker>();
  const restarts: number[] = [];
  const waiting = new Set<() => void>();
  const timers = new Set<NodeJS.Timeout>();
  let trouble: string | undefined;
  let closed = false;

  async function start(slot: number): Promise<void> {
    const made = await startWorker(slot, options);
    if (closed) {
      made.worker.close();
      return;
    }
    made.worker.on('died', (error) => buried(made, error));
    slots.set(slot, made);
    for (const wake of waiting) wake();
    waiting.clear();
  }

  function buried(dead: MediaWorker, error: Error): void {
    if (closed) return;
    slots.delete(dead.slot);
    logger.error({ err: error, pid: dead.pid, slot: dead.slot }, 'a media worker died');
    options.onDeath(dead);
    replace(dead.slot);
  }

  function replace(slot: number): void {
    if (closed) return;
    const now = Date.now();
    while (restarts[0] !== undefined && restarts[0] < now - 60_000) restarts.shift();
    const oldest = restarts[0];
    if (oldest !== undefined && restarts.length >= maxRestartsPerMinute) {
      trouble = `media workers died ${restarts.length} times within a minute`;
      logger.error({ slot }, `${trouble}; the next attempt waits`);
      later(oldest + 60_000 - now, () => replace(slot));
      return;
    }
    restarts.push(now);
    start(slot).then(
      () => {
        trouble = undefined;
      },
      (error: unknown) => {
        trouble = error instanceof Error ? error.message : 'a media worker does not start';
        logger.error({ err: error, slot }, 'a media worker could not be replaced');
        later(500, () => replace(slot));
      },
    );
  }

  function later(delayMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, delayMs).unref();
    timers.add(timer);
  }

  /** The lightest worker but those of `except`; waits a moment while all are being replaced. */
  async function lightest(except: ReadonlySet<MediaWorker> = new Set(), patienceMs = 4_000) {
    const pick = () =>
      [...slots.values()]
        .filter((each) => !each.closed && !except.has(each))
        .reduce<MediaWorker | undefined>((a, b) => (a && a.weight <= b.weight ? a : b), undefined);
    const until = performance.now() + patienceMs;
    for (;;) {
      const found = pick();
      if (found || except.size > 0) return found;
      const left = until - performance.now();
      if (closed || trouble || left <= 0) throw unavailable(trouble);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, left);
        waiting.add(wake);
      });
    }
  }

  function close(): void {
    if (closed) return;
    closed = true;
    for (const timer of timers) clearTimeout(timer);
    for (const wake of waiting) wake();
    for (const { worker } of slots.values()) worker.close();
    slots.clear();
  }

  try {
    await Promise.all(Array.from({ length: options.count }, (_, slot) => start(slot)));
  } catch (error) {
    close();
    throw error;
  }
  return {
    all: () => [...slots.values()],
    lightest,
    restarts: () => restarts.length,
    /** Words for the administrator while the node cannot do its work. */
    trouble: () => trouble,
    close,
  };
}
export type Workers = Awaited<ReturnType<typeof createWorkers>>;

const unavailable = (trouble: string | undefined) =>
  new AppError('unavailable', trouble ?? 'No media worker is running.', { details: { reason: 'media' } });

async function startWorker(slot: number, options: WorkersOptions): Promise<MediaWorker> {
  const worker = await withinTime(
    outliveSignals(() =>
      createWorker({ logLevel: 'error', ...(options.workerBin ? { workerBin: options.workerBin } : {}) }),
    ),
    options.startTimeoutMs ?? 5_000,
  );
  try {
    const listenInfos = [listenInfo('udp', slot, options), listenInfo('tcp', slot, options)];
    const server = await worker.createWebRtcServer({ listenInfos });
    const { pid } = worker;
    return {
      slot,
      pid,
      worker,
      server,
      weight: 0,
      get closed() {
        return worker.closed;
      },
    };
  } catch (error) {
    worker.close();
    const port = options.port ? `port ${options.port + slot}` : 'a port';
    throw new Error(`the media worker cannot listen on ${options.listenAddress}, ${port} (UDP and TCP)`, {
      cause: error,
    });
  }
}

/**
 * mediasoup closes its workers at the first SIGTERM. A node that is asked to stop sends its people to other nodes first, for
 * which the media has to go on.
 */
function outliveSignals<T>(start: () => T): T {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const started = start();
  for (const signal of signals)
    for (const listener of process.listeners(signal))
      if (!before.has(listener)) process.removeListener(signal, listener);
  return started;
}

function listenInfo(protocol: 'udp' | 'tcp', slot: number, options: WorkersOptions): TransportListenInfo {
  const { listenAddress, announcedAddress, port } = options;
  return {
    protocol,
    ip: listenAddress,
    ...(announcedAddress ? { announcedAddress } : {}),
    ...(port ? { port: port + slot } : {}),
  };
}

/** A worker built for another version of mediasoup never answers, and says nothing about it either. */
async function withinTime(starting: Promise<Worker>, timeoutMs: number): Promise<Worker> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words =
      `the media worker did not answer within ${timeoutMs / 1000} s: ` +
      'it was probably built for another version of mediasoup (set it up again, or check MEDIASOUP_WORKER_BIN)';
    timer = setTimeout(() => reject(new Error(words)), timeoutMs);
  });
  starting.then(
    (worker) => timer === undefined && worker.close(),
    () => {},
  );
  try {
    return await Promise.race([starting, late]);
  } finally {
    clearTimeout(timer);
  }
}
