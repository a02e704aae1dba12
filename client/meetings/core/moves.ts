type MovesOptions<M> = {
  /** Enters the room on another node, beside the media that flows. */
  open: () => Promise<M>;
  /** What carries the call. */
  current: () => M | undefined;
  isConnected: (media: M) => boolean;
  /** Everything that is shown and heard flows here too. */
  isReady: (media: M) => boolean;
  /** The call is carried by this one from now on. */
  swap: (media: M) => void;
  /** Leaves the node of one of two. */
  discard: (media: M) => void;
  now?: () => number;
  wait?: (ms: number) => Promise<void>;
};

const connectsWithinMs = 10_000;
/** Who receives this tab cannot be asked: they get as long as this tab itself needed, and this on top, before the old media goes. */
const lingerMs = 2_500;
const flowsWithinMs = 5_000;
const pollMs = 50;

/**
 * Make before break: opens a second entry into the room, waits until everything flows there too, swaps, and leaves the first.
 * A move that fails leaves the first untouched.
 */
export function createMoves<M>(options: MovesOptions<M>) {
  const { open, current, isConnected, isReady, swap, discard } = options;
  const now = options.now ?? (() => performance.now());
  const wait = options.wait ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  let running: Promise<boolean> | undefined;
  let next: M | undefined;
  let hurried = false;
  let broken = false;
  let closed = false;

  async function run(): Promise<boolean> {
    hurried = false;
    broken = false;
    try {
      next = await open();
    } catch {
      return false;
    }
    const media = next;
    const began = now();
    const flows = await waitFor(media);
    next = undefined;
    if (!flows) {
      discard(media);
      return false;
    }
    const old = current();
    swap(media);
    if (old !== undefined) void linger(old, hurried ? 0 : lingerMs + (now() - began));
    return true;
  }

  async function waitFor(media: M): Promise<boolean> {
    const began = now();
    let connectedAt: number | undefined;
    while (!hurried && !broken && !closed) {
      if (isConnected(media)) {
        connectedAt ??= now();
        if (isReady(media) || now() - connectedAt >= flowsWithinMs) return true;
      } else if (now() - began >= connectsWithinMs) return false;
      await wait(pollMs);
    }
    return hurried && !broken && !closed;
  }

  async function linger(old: M, ms: number): Promise<void> {
    if (ms > 0) await wait(ms);
    discard(old);
  }

  return {
    /** Resolves whether another node carries the call. Asked again meanwhile it is the same move. */
    move(): Promise<boolean> {
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
    /** Resolves when no move is under way. */
    done: async (): Promise<void> => void (await running),
    /** What carries the call is lost: a move that is under way becomes the way back. Undefined without one. */
    hurry(): Promise<boolean> | undefined {
      if (running) hurried = true;
      return running;
    },
    /** The new entry is of no use. */
    broke(media: M): void {
      if (media === next) broken = true;
    },
    close(): void {
      closed = true;
    },
  };
}
export type Moves<M> = ReturnType<typeof createMoves<M>>;
