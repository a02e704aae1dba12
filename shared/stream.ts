/** Anything numbered by its stream. */
export type Numbered = { seq: number };

export type StreamSource<T extends Numbered> = {
  /** The number up to which everything is known, from the snapshot. */
  seq: number;
  /** Changes with a greater number in ascending order; `complete: false`: there are more after the last one. */
  since(seq: number): Promise<{ items: T[]; lastSeq: number; complete: boolean }>;
  /** Called in order, each change at most once. */
  apply(items: T[]): void;
};

/**
 * Keeps an ordered stream whole: events in order pass, repeated ones are dropped, a gap or a reconnect asks `since`.
 * A number may be missing for good when a later change of the same thing took its place (edited after posted), so
 * only the server decides what a gap holds.
 */
export function createStream<T extends Numbered>(source: StreamSource<T>) {
  let seq = source.seq;
  let early: T[] = [];
  let catching: Promise<void> | undefined;
  let again = false;

  function take(items: T[]): void {
    const fresh = items.filter((item) => item.seq > seq).sort((a, b) => a.seq - b.seq);
    const last = fresh.at(-1);
    if (!last) return;
    seq = last.seq;
    source.apply(fresh);
  }

  /** What arrived while asking: in order it passes; what still leaves a gap needs one more question. */
  function takeEarly(): void {
    early.sort((a, b) => a.seq - b.seq);
    for (const item of early) if (item.seq === seq + 1) take([item]);
    early = early.filter((item) => item.seq > seq);
    again ||= early.length > 0;
  }

  async function run(): Promise<void> {
    try {
      do {
        again = false;
        const { items, lastSeq, complete } = await source.since(seq);
        take(items);
        if (complete) seq = Math.max(seq, lastSeq);
        else again = true;
        takeEarly();
      } while (again);
    } finally {
      // In this very step, not in a later one: who asks from now on must start a new round.
      catching = undefined;
    }
  }

  /** Asks what was missed. Safe to call at any time; calls during one join it and make it look once more. */
  function catchUp(): Promise<void> {
    if (catching) {
      again = true;
      return catching;
    }
    catching = run();
    return catching;
  }

  function receive(item: T): void {
    if (item.seq <= seq) return;
    if (!catching && item.seq === seq + 1) return take([item]);
    early.push(item);
    // A failure keeps what came early; the next event or reconnect tries again.
    if (!catching) catchUp().catch(() => {});
  }

  return {
    receive,
    catchUp,
    get seq() {
      return seq;
    },
  };
}
export type Stream<T extends Numbered> = ReturnType<typeof createStream<T>>;
