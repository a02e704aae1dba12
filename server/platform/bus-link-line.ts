import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { AppError } from '#shared/contract/errors.ts';
import { createPeer, type Heartbeat, maxFrameBytes, type Peer } from './bus-link-peer.ts';
import { linkPath, type Statement } from './bus-link-proof.ts';
import type { Logger } from './logger.ts';

export type LineEvent =
  | { type: 'linked'; url: string }
  | { type: 'lost'; url: string; why: string }
  | { type: 'failed'; url: string; error: unknown }
  /** The hub will never take this node: nothing is tried any more. */
  | { type: 'refused'; url: string; error: AppError };

export type LineOptions = {
  nodeId: string;
  /** Addresses of hubs, tried in turn. */
  urls: readonly string[];
  sign(statement: Statement): string;
  logger: Logger;
  heartbeat?: Heartbeat;
  hear(verb: string, args: unknown[]): void;
  answer(verb: string, args: unknown[]): Promise<unknown>;
  /** The hub has let this node in. */
  onUp(peer: Peer): Promise<void>;
  onDown(): void;
  onEvent(event: LineEvent): void;
};

const firstDelayMs = 200;
const maxDelayMs = 3_000;
const handshakeMs = 5_000;
/** A link that lasted as long was a good one: the next attempt comes soon again. */
const goodMs = 5_000;

/** Keeps one node linked to one of its hubs: dials, proves who it is, and dials again until it is closed. */
export function keepLine(options: LineOptions) {
  const closing = new AbortController();
  let current: Peer | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    for (let turn = 0; !closing.signal.aborted; turn += 1) {
      const url = options.urls[turn % options.urls.length] ?? '';
      const startedAt = performance.now();
      const outcome = await linkOnce(url);
      if (closing.signal.aborted) return;
      options.onEvent(outcome);
      if (outcome.type === 'refused') return;
      failures = performance.now() - startedAt > goodMs && outcome.type === 'lost' ? 0 : failures + 1;
      const delay = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.max(0, failures - 1));
      await sleep(delay * (0.5 + Math.random() / 2), undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  /** Resolves when the link, or the attempt, has ended. */
  async function linkOnce(url: string): Promise<LineEvent> {
    const socket = dial(url);
    const { promise: ended, resolve: end } = Promise.withResolvers<string>();
    const { promise: nonce, resolve: challenge } = Promise.withResolvers<string>();
    let failure: unknown;
    let refusal: unknown;
    let up = false;
    socket.on('error', (error) => {
      failure ??= error;
    });
    socket.on('unexpected-response', (_request, response) => {
      failure ??= new AppError('unavailable', `it answers with HTTP status ${response.statusCode}`);
      socket.terminate();
    });
    const peer = createPeer(socket, {
      logger: options.logger,
      ...(options.heartbeat && { heartbeat: options.heartbeat }),
      hear(verb, args) {
        if (verb === 'challenge') challenge(String(args[0]));
        else if (verb === 'dismissed') refusal = dismissal(args[0]);
        else if (up) options.hear(verb, args);
      },
      answer: (verb, args) => options.answer(verb, args),
      onClose: (why) => {
        if (up) options.onDown();
        end(why);
      },
    });
    current = peer;
    const late = setTimeout(() => peer.end('it does not answer'), handshakeMs + 1_000);
    try {
      await Promise.race([nonce, ended.then((why) => Promise.reject(failure ?? lost(why)))]);
      const statement = { nonce: await nonce, nodeId: options.nodeId, origin: new URL(url).origin };
      await peer.ask('prove', [{ ...statement, signature: options.sign(statement) }], handshakeMs);
      clearTimeout(late);
      up = true;
      await options.onUp(peer);
      options.onEvent({ type: 'linked', url });
      const why = await ended;
      if (isFinal(refusal)) return { type: 'refused', url, error: refusal };
      return { type: 'lost', url, why };
    } catch (error) {
      if (isFinal(error)) return { type: 'refused', url, error };
      return up ? { type: 'lost', url, why: String(error) } : { type: 'failed', url, error };
    } finally {
      clearTimeout(late);
      peer.end('the attempt has ended');
    }
  }

  const running = run();
  return {
    async close(): Promise<void> {
      closing.abort();
      current?.close('this node closes');
      await running;
    },
  };
}

function dial(url: string): WebSocket {
  return new WebSocket(`${url.replace(/^http/, 'ws')}${linkPath}`, {
    maxPayload: maxFrameBytes,
    handshakeTimeout: handshakeMs,
    perMessageDeflate: false,
    followRedirects: false,
  });
}

const lost = (why: string) => new AppError('unavailable', why);

/** Refusals that no later attempt changes carry this reason. */
export const finalReason = 'removed';
const isFinal = (error: unknown): error is AppError =>
  error instanceof AppError && error.details.reason === finalReason;
const dismissal = (words: unknown) =>
  new AppError('forbidden', String(words), { details: { reason: finalReason } });
