import { WebSocket } from 'ws';
import { AppError } from '#shared/contract/errors.ts';
import { createPeer, type Heartbeat, maxFrameBytes, type Peer } from './bus-link-peer.ts';
import { linkPath, type Statement } from './bus-link-proof.ts';
import type { Logger } from './logger.ts';

export type DialOptions = {
  nodeId: string;
  sign(statement: Statement): string;
  logger: Logger;
  heartbeat?: Heartbeat;
  hear(verb: string, args: unknown[]): void;
  answer(verb: string, args: unknown[]): Promise<unknown>;
  onDown(): void;
};

/** An open link on which this node has proved who it is. */
export type Line = {
  url: string;
  peer: Peer;
  /** Why it ended. */
  ended: Promise<string>;
  /** What the hub says counts from now on, and its end is told. Throws when it has ended already. */
  begin(): void;
  /** Why the hub will never take this node again, if it said so. */
  refusal(): AppError | undefined;
};
/** A hub that answers, and waits for the proof. */
type Greeting = Line & { nonce: string };
export type Failure = { url: string; error: unknown };

const handshakeMs = 5_000;

/** Links one node to hubs. */
export function createDialler(options: DialOptions) {
  const open = new Set<Peer>();

  /** Resolves when the hub has answered. */
  async function greet(url: string): Promise<Greeting> {
    const socket = dial(url);
    const { promise: ended, resolve: end } = Promise.withResolvers<string>();
    const { promise: challenged, resolve: challenge } = Promise.withResolvers<string>();
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
      logger: options.logger,
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
    const lost = ended.then((why) => Promise.reject(failure ?? gone(why)));
    try {
      const nonce = await Promise.race([challenged, lost]);
      const begin = () => {
        begun = true;
        if (peer.isClosed()) throw gone('it ended at once');
      };
      return { url, peer, nonce, ended, begin, refusal: () => refusal };
    } finally {
      clearTimeout(late);
    }
  }

  async function prove({ url, nonce, peer }: Greeting): Promise<void> {
    const statement = { nonce, nodeId: options.nodeId, origin: new URL(url).origin };
    try {
      await peer.ask('prove', [{ ...statement, signature: options.sign(statement) }], handshakeMs);
    } catch (error) {
      peer.end('the attempt has ended');
      throw error;
    }
  }

  async function attempt(greeting: Greeting): Promise<Line | Failure> {
    return await prove(greeting).then(
      () => greeting,
      (error: unknown) => ({ url: greeting.url, error }),
    );
  }

  return {
    /** To the hub that answers first, which is the nearest, of those that take this node; else why none did. */
    async toNearest(urls: readonly string[]): Promise<Line | Failure[]> {
      const failures: Failure[] = [];
      const waiting = new Map(
        urls.map((url) => [
          url,
          greet(url).then(
            (greeting) => ({ url, greeting }),
            (error: unknown) => ({ url, error }),
          ),
        ]),
      );
      try {
        while (waiting.size > 0) {
          const first = await Promise.race(waiting.values());
          waiting.delete(first.url);
          const failed = 'error' in first ? first : await attempt(first.greeting);
          if (!('error' in failed)) return failed;
          failures.push(failed);
          if (isFinal(failed.error)) return [failed];
        }
        return failures;
      } finally {
        for (const other of waiting.values())
          void other.then((found) => 'greeting' in found && found.greeting.peer.end('another hub is nearer'));
      }
    },
    /** Ends all links, and all attempts to make one. */
    closeAll(why: string): void {
      for (const peer of open) peer.close(why);
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

const gone = (why: string) => new AppError('unavailable', why);

/** Refusals that no later attempt changes carry this reason. */
export const finalReason = 'removed';
export const isFinal = (error: unknown): error is AppError =>
  error instanceof AppError && error.details.reason === finalReason;
const dismissal = (words: unknown) =>
  new AppError('forbidden', String(words), { details: { reason: finalReason } });
