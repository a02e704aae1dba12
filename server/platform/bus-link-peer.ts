import type { WebSocket } from 'ws';
import { AppError } from '#shared/contract/errors.ts';
import { decodeFailure, encodeFailure } from './bus-wire.ts';
import type { Logger } from './logger.ts';

// A link speaks in JSON arrays. Both sides may tell and ask:
//   ["s", verb, ...args]        a statement, which nobody answers
//   ["q", id, verb, ...args]    a question
//   ["a", id, value]            its answer; no value stands for undefined
//   ["e", id, failure]          or why there is none
// The verbs are the business of bus-link.ts and bus-gateway.ts.

/** Bytes of one frame, in both directions. A larger one ends the link (close code 1009). */
export const maxFrameBytes = 1_024 * 1_024;
/** Unsent bytes above which statements are dropped, and above which the other side counts as stuck. */
const dropAboveBytes = 4 * maxFrameBytes;
const endAboveBytes = 16 * maxFrameBytes;
/** Questions under way in one direction. */
const maxPending = 10_000;

export type Heartbeat = { pingEveryMs: number; silentMs: number };
export const heartbeat: Heartbeat = { pingEveryMs: 2_000, silentMs: 6_000 };

export type PeerOptions = {
  logger: Logger;
  heartbeat?: Heartbeat;
  /** A statement of the other side. */
  hear(verb: string, args: unknown[]): void;
  /** A question of the other side; AppErrors reach it. */
  answer(verb: string, args: unknown[]): Promise<unknown>;
  /** Once, however the link ended. */
  onClose(why: string): void;
};

type Pending = { resolve(value: unknown): void; reject(error: AppError): void; timer: NodeJS.Timeout };

/** One side of an open WebSocket: frames, deadlines, limits and the heartbeat, the same on both sides. */
export function createPeer(socket: WebSocket, options: PeerOptions) {
  const { logger } = options;
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let answering = 0;
  let closed = false;

  function write(frame: unknown[]): void {
    if (closed) throw gone();
    const text = JSON.stringify(frame.at(-1) === undefined ? frame.slice(0, -1) : frame);
    if (Buffer.byteLength(text) > maxFrameBytes)
      throw new AppError('tooLarge', `more than ${maxFrameBytes} bytes do not fit over a link`);
    socket.send(text);
    if (socket.bufferedAmount > endAboveBytes) end('the other side does not keep up');
  }

  function tell(verb: string, ...args: unknown[]): void {
    if (closed || socket.bufferedAmount > dropAboveBytes) return;
    write(['s', verb, ...args]);
  }

  function ask(verb: string, args: unknown[], deadlineMs: number): Promise<unknown> {
    if (closed || socket.bufferedAmount > dropAboveBytes) return Promise.reject(gone());
    if (pending.size >= maxPending)
      return Promise.reject(new AppError('unavailable', 'too many questions wait for their answers'));
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(() => {
      pending.delete(id);
      reject(new AppError('timeout', `no answer within ${deadlineMs} ms`));
    }, deadlineMs);
    pending.set(id, { resolve, reject, timer });
    try {
      write(['q', id, verb, ...args]);
    } catch (error) {
      settle(id)?.reject(error instanceof AppError ? error : new AppError('invalid', String(error)));
    }
    return promise;
  }

  function settle(id: unknown): Pending | undefined {
    const found = typeof id === 'number' ? pending.get(id) : undefined;
    if (!found) return undefined;
    pending.delete(id as number);
    clearTimeout(found.timer);
    return found;
  }

  function read(text: string): void {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame)) throw new TypeError('a frame is an array');
    const [kind, head, ...args] = frame as unknown[];
    if (kind === 's' && typeof head === 'string') options.hear(head, args);
    else if (kind === 'q' && typeof head === 'number') void reply(head, args);
    else if (kind === 'a') settle(head)?.resolve(args[0]);
    else if (kind === 'e') settle(head)?.reject(failureOf(args[0]));
    else throw new TypeError('a frame of no known kind');
  }

  async function reply(id: number, [verb, ...args]: unknown[]): Promise<void> {
    answering += 1;
    try {
      if (typeof verb !== 'string') throw new AppError('invalid', 'a question without a verb');
      if (answering > maxPending) throw new AppError('unavailable', 'too many questions at once');
      write(['a', id, await options.answer(verb, args)]);
    } catch (error) {
      if (!(error instanceof AppError)) logger.error({ err: error }, 'bus: a question over a link failed');
      if (!closed) write(['e', id, encodeFailure(error)]);
    } finally {
      answering -= 1;
    }
  }

  const pulse = startHeartbeat(socket, options.heartbeat ?? heartbeat, () => end('it fell silent'));

  /** For those who must go at once; `close` says goodbye. */
  function end(why: string): void {
    if (closed) return;
    closed = true;
    pulse.stop();
    for (const id of pending.keys()) settle(id)?.reject(gone());
    socket.terminate();
    options.onClose(why);
  }

  socket.on('message', (data, isBinary) => {
    if (closed) return;
    pulse.heard();
    try {
      if (isBinary) throw new TypeError('a frame is text');
      read(String(data));
    } catch (error) {
      logger.warn({ err: error }, 'bus: a link sent what cannot be read');
      socket.close(1008);
      end('it sent what cannot be read');
    }
  });
  socket.on('error', (error) => end(error.message));
  socket.on('close', () => end('the other side closed it'));

  return {
    tell,
    ask,
    end,
    /** Lets what was written leave first. */
    close(why: string): void {
      if (closed) return;
      socket.close(1000);
      const hurry = setTimeout(() => end(why), 500);
      socket.once('close', () => clearTimeout(hurry));
    },
    isClosed: () => closed,
  };
}
export type Peer = ReturnType<typeof createPeer>;

const gone = () => new AppError('unavailable', 'the link is not there');

/** What the other side says of itself may be anything. */
function failureOf(wire: unknown): AppError {
  try {
    return decodeFailure(String(wire));
  } catch {
    return new AppError('internal', 'the other node failed');
  }
}

/** Notices links whose other end is gone without a word: a pulled cable, a machine that froze. */
function startHeartbeat(socket: WebSocket, { pingEveryMs, silentMs }: Heartbeat, onSilence: () => void) {
  let heardAt = performance.now();
  let tickedAt = heardAt;
  const heard = () => {
    heardAt = performance.now();
  };
  const timer = setInterval(() => {
    const now = performance.now();
    // A process that was stalled itself has heard nobody; what waits in its own buffers is read first.
    const stalled = now - tickedAt > pingEveryMs * 2;
    tickedAt = now;
    if (!stalled && now - heardAt > silentMs) onSilence();
    else if (socket.readyState === socket.OPEN) socket.ping();
  }, pingEveryMs).unref();
  socket.on('ping', heard);
  socket.on('pong', heard);
  return { heard, stop: () => clearInterval(timer) };
}
