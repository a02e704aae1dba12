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
/** What a hub loses for a shorter time is not worth another link. */
const contentWithinMs = 1_000;

/** An open link on which this node has proved who it is. */
type Line = {
  url: string;
  peer: Peer;
  /** Why it ended. */
  ended: Promise<string>;
  /** What the hub says counts from now on. */
  begin(): void;
  refusal(): AppError | undefined;
};

/** Keeps one node linked to one of its hubs: dials, proves who it is, and dials again until it is closed. */
export function keepLine(options: LineOptions) {
  const { urls, logger } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const pause = (ms: number) => sleep(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
  const open = new Set<Peer>();
  let current: Line | undefined;
  let isContent = true;
  let found: Line | undefined;
  let roaming: Promise<void> | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    for (let turn = 0; !signal.aborted; turn += 1) {
      const startedAt = performance.now();
      const outcome = await linkOnce(urls[turn % urls.length] ?? '');
      if (signal.aborted) return;
      options.onEvent(outcome);
      if (outcome.type === 'refused') return;
      failures = performance.now() - startedAt > goodMs && outcome.type === 'lost' ? 0 : failures + 1;
      if (!found) await pause(Math.min(maxDelayMs, firstDelayMs * 2 ** Math.max(0, failures - 1)));
    }
  }

  /** Resolves when the link, or the attempt, has ended. */
  async function linkOnce(url: string): Promise<LineEvent> {
    const line = takeFound() ?? (await dialUp(url).catch((error: unknown) => failureOf(url, error)));
    if ('type' in line) return line;
    isContent = true;
    current = line;
    try {
      line.begin();
      await options.onUp(line.peer);
      options.onEvent({ type: 'linked', url: line.url });
      const why = await line.ended;
      const refusal = line.refusal();
      return refusal
        ? { type: 'refused', url: line.url, error: refusal }
        : { type: 'lost', url: line.url, why };
    } catch (error) {
      const outcome = failureOf(line.url, error);
      return outcome.type === 'refused' ? outcome : { type: 'lost', url: line.url, why: String(error) };
    } finally {
      current = undefined;
      line.peer.end('the link has ended');
    }
  }

  function takeFound(): Line | undefined {
    const line = found;
    found = undefined;
    return line?.peer.isClosed() ? undefined : line;
  }

  /** Rejects with the reason why there is no link. */
  async function dialUp(url: string): Promise<Line> {
    const socket = dial(url);
    const { promise: ended, resolve: end } = Promise.withResolvers<string>();
    const { promise: nonce, resolve: challenge } = Promise.withResolvers<string>();
    let failure: unknown;
    let refusal: AppError | undefined;
    let begun = false;
    socket.on('error', (error) => {
      failure ??= error;
    });
    socket.on('unexpected-response', (_request, response) => {
      failure ??= new AppError('unavailable', `it answers with HTTP status ${response.statusCode}`);
      socket.terminate();
    });
    const peer = createPeer(socket, {
      logger,
      ...(options.heartbeat && { heartbeat: options.heartbeat }),
      hear(verb, args) {
        if (verb === 'challenge') challenge(String(args[0]));
        else if (verb === 'dismissed') refusal = dismissal(args[0]);
        else if (begun) options.hear(verb, args);
      },
      answer: (verb, args) => options.answer(verb, args),
      onClose: (why) => {
        open.delete(peer);
        if (begun) options.onDown();
        end(why);
      },
    });
    open.add(peer);
    const late = setTimeout(() => peer.end('it does not answer'), handshakeMs + 1_000);
    try {
      await Promise.race([nonce, ended.then((why) => Promise.reject(failure ?? lost(why)))]);
      const statement = { nonce: await nonce, nodeId: options.nodeId, origin: new URL(url).origin };
      await peer.ask('prove', [{ ...statement, signature: options.sign(statement) }], handshakeMs);
    } catch (error) {
      peer.end('the attempt has ended');
      throw error;
    } finally {
      clearTimeout(late);
    }
    const begin = () => {
      begun = true;
      if (peer.isClosed()) throw lost('it ended at once');
    };
    return { url, peer, ended, begin, refusal: () => refusal };
  }

  /** Tries the other hubs while the link stands, until one takes this node or this hub is of use again. */
  async function roam(line: Line): Promise<void> {
    const others = urls.filter((url) => url !== line.url);
    const isWanted = () => !isContent && current === line && !signal.aborted;
    await sleep(contentWithinMs, undefined, { signal }).catch(() => {});
    for (let turn = 0; isWanted(); turn += 1) {
      found = await dialUp(others[turn % others.length] ?? '').catch(() => undefined);
      if (found) return line.peer.close('another hub reaches more');
      await pause(Math.min(maxDelayMs, firstDelayMs * 2 ** turn));
    }
  }

  /** Whether the hub at the other end is of use: while it reaches nobody else, one that does is looked for. */
  function setContent(yes: boolean): void {
    isContent = yes;
    if (yes || !current || found || urls.length < 2) return;
    roaming ??= roam(current).finally(() => {
      roaming = undefined;
      // The link may have become another one meanwhile.
      if (!isContent) setContent(false);
    });
  }

  const running = run();
  return {
    setContent,
    async close(): Promise<void> {
      closing.abort();
      for (const peer of open) peer.close('this node closes');
      await Promise.all([running, roaming]);
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
const failureOf = (url: string, error: unknown): LineEvent =>
  isFinal(error) ? { type: 'refused', url, error } : { type: 'failed', url, error };
const dismissal = (words: unknown) =>
  new AppError('forbidden', String(words), { details: { reason: finalReason } });
