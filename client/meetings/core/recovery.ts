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
  let lastRepair = Number.NEGATIVE_INFINITY;

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
    if (since - lastRepair > calmAfterMs) backoff.reset();
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
      const verdict = judgeFailure(error);
      // Where the hub answers and the node does not, another one will.
      const nodeIsSilent = !tried.rejoin && !tried.resume && verdict === 'passing' && isOnline();
      needs.rejoin ||= tried.rejoin || verdict === 'gone' || nodeIsSilent;
      needs.resume ||= tried.resume;
      if (verdict === 'final') end(error);
      else await wait(backoff.next());
    }
  }

  async function enterAnew(): Promise<void> {
    // What is lost again right after a repair must not be hammered.
    if (now() - lastRepair < calmAfterMs) await wait(backoff.next());
    needs.rejoin = false;
    needs.resume = false;
    needs.ice.clear();
    await rejoin();
    lastRepair = now();
  }

  async function takeBack(): Promise<void> {
    if (now() - lastRepair < calmAfterMs) await wait(backoff.next());
    needs.resume = false;
    if ((await resume()) === 'gone') {
      needs.rejoin = true;
      return;
    }
    lastRepair = now();
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
    /** A command of the call failed, which may mean more. */
    commandFailed(error: unknown): void {
      const verdict = judgeFailure(error);
      if (verdict === 'gone') needs.rejoin = true;
      if (verdict === 'passing') needs.resume = true;
      if (needed()) void run();
    },
    close(): void {
      closed = true;
    },
  };
}
export type Recovery = ReturnType<typeof createRecovery>;

type Verdict = 'gone' | 'passing' | 'final' | 'refused';

/** What a failed command means: this participant's media is gone, try again, never again, or only this one thing is not allowed. */
export function judgeFailure(error: unknown): Verdict {
  if (!(error instanceof AppError)) return 'passing';
  const { reason } = error.details;
  switch (error.code) {
    case 'notFound':
      return 'gone';
    case 'conflict':
      if (reason === 'interrupted') return 'gone';
      // A connection that was replaced by this one still holds the seat until this one takes it back.
      return reason === 'taken' ? 'passing' : 'refused';
    case 'timeout':
    case 'unavailable':
    case 'internal':
    case 'tooMany':
      return 'passing';
    case 'forbidden':
    case 'unauthenticated':
    case 'expired':
    case 'protocolMismatch':
      return 'final';
    default:
      return 'refused';
  }
}
