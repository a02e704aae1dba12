import { AppError } from '#shared/contract/errors.ts';
import { createBackoff } from './backoff.ts';
import type { Direction } from './media-session.ts';

export type RecoveryCause = 'connection' | 'media' | 'room';
type RecoveryOptions = {
  isOnline: () => boolean;
  /** Takes the participant back after the socket was away; `gone` when the hub no longer knows it. */
  resume: () => Promise<'resumed' | 'gone'>;
  /** Enters the room anew with new transports. */
  rejoin: () => Promise<void>;
  restartIce: (direction: Direction) => Promise<void>;
  isConnected: (direction: Direction) => boolean;
  changed: (state: { kind: 'live' } | { kind: 'recovering'; cause: RecoveryCause; since: number }) => void;
  gaveUp: (error: unknown) => void;
  now?: () => number;
  wait?: (ms: number) => Promise<void>;
};

/** After this long away the person is asked whether to come back. */
const giveUpAfterMs = 5 * 60_000;
const iceAttempts = 3;
const iceSettlesWithinMs = 4_000;
const pollMs = 100;
const calmAfterMs = 5_000;

/**
 * Brings a call back without a click. What is wrong is collected as needs; one loop serves the gravest first: enter the room
 * anew, else take the participant back, else restart ICE. A need that arrives while it works is served next.
 */
export function createRecovery(options: RecoveryOptions) {
  const { isOnline, resume, rejoin, restartIce, isConnected, changed, gaveUp } = options;
  const now = options.now ?? (() => performance.now());
  const wait = options.wait ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  const needs = { rejoin: false, resume: false, ice: new Set<Direction>() };
  const backoff = createBackoff({ firstMs: 250, mostMs: 5_000 });
  let running = false;
  let closed = false;
  let iceTried = 0;
  let lastEntry = Number.NEGATIVE_INFINITY;

  const isClosed = () => closed;
  const needed = () => needs.rejoin || needs.resume || needs.ice.size > 0;
  const causeNow = (): RecoveryCause => {
    if (!isOnline() || needs.resume) return 'connection';
    return needs.rejoin ? 'room' : 'media';
  };

  async function run(): Promise<void> {
    if (running || closed) return;
    running = true;
    const since = now();
    iceTried = 0;
    if (since - lastEntry > calmAfterMs) backoff.reset();
    while (!isClosed() && needed()) {
      changed({ kind: 'recovering', cause: causeNow(), since });
      if (now() - since > giveUpAfterMs) {
        end(new AppError('timeout', 'The call could not be brought back.'));
        return;
      }
      if (isOnline()) await attempt();
      else await wait(pollMs);
    }
    running = false;
    if (!closed) changed({ kind: 'live' });
  }

  async function attempt(): Promise<void> {
    const tried = { rejoin: needs.rejoin, resume: needs.resume };
    try {
      if (tried.rejoin) await enterAnew();
      else if (tried.resume) await takeBack();
      else await reconnectMedia();
    } catch (error) {
      if (closed) return;
      needs.rejoin ||= tried.rejoin || isGone(error);
      needs.resume ||= tried.resume;
      if (isFinal(error)) end(error);
      else await wait(backoff.next());
    }
  }

  async function enterAnew(): Promise<void> {
    // A room that is lost again right after entering must not be hammered.
    if (now() - lastEntry < calmAfterMs) await wait(backoff.next());
    needs.rejoin = false;
    needs.resume = false;
    needs.ice.clear();
    await rejoin();
    lastEntry = now();
  }

  async function takeBack(): Promise<void> {
    needs.resume = false;
    if ((await resume()) === 'gone') {
      needs.rejoin = true;
      return;
    }
    for (const direction of ['send', 'receive'] as const) {
      if (!isConnected(direction)) needs.ice.add(direction);
    }
  }

  async function reconnectMedia(): Promise<void> {
    iceTried += 1;
    if (iceTried > iceAttempts) {
      needs.rejoin = true;
      return;
    }
    await Promise.all([...needs.ice].map(restartIce));
    const until = now() + iceSettlesWithinMs;
    while (!isClosed() && needs.ice.size > 0 && !needs.rejoin && now() < until) {
      for (const direction of needs.ice) if (isConnected(direction)) needs.ice.delete(direction);
      if (needs.ice.size > 0) await wait(pollMs);
    }
  }

  function end(error: unknown): void {
    closed = true;
    running = false;
    gaveUp(error);
  }

  return {
    /** The socket was away: the hub must hear that this participant is still here. */
    connectionLost(): void {
      needs.resume = true;
      void run();
    },
    mediaLost(direction: Direction): void {
      needs.ice.add(direction);
      void run();
    },
    mediaConnected(direction: Direction): void {
      needs.ice.delete(direction);
    },
    /** The room was built anew, or the hub forgot this participant. */
    roomLost(): void {
      needs.rejoin = true;
      void run();
    },
    /** A command of the call failed: whether that means more is judged by its code. */
    commandFailed(error: unknown): void {
      if (isGone(error)) needs.rejoin = true;
      else if (isPassing(error)) needs.resume = true;
      if (needed()) void run();
    },
    close(): void {
      closed = true;
    },
  };
}
export type Recovery = ReturnType<typeof createRecovery>;

const codeOf = (error: unknown): string | undefined => (error instanceof AppError ? error.code : undefined);
const isGone = (error: unknown): boolean => codeOf(error) === 'notFound' || codeOf(error) === 'conflict';
const isPassing = (error: unknown): boolean => codeOf(error) === 'timeout' || codeOf(error) === 'unavailable';
const isFinal = (error: unknown): boolean =>
  ['forbidden', 'unauthenticated', 'expired', 'protocolMismatch'].includes(codeOf(error) ?? '');
