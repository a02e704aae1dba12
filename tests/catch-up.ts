import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { createStream, type Numbered } from '#shared/stream.ts';

export type CatchUp<T extends Numbered> = {
  /** Everything the stream holds now, and its number. Asked before and after. */
  snapshot(): Promise<{ items: T[]; seq: number }>;
  since(seq: number): Promise<{ items: T[]; lastSeq: number; complete: boolean }>;
  /** Hears the stream's events; returns how to stop. */
  listen(hear: (item: T) => void): () => void;
  /** What a later change of the same thing replaces. */
  keyOf(item: T): string;
  /** The changes. They may come from anywhere, at once. */
  act(): Promise<void>;
  /** One more change, whose event arrives: the next thing after a loss is what shows the gap. */
  last(): Promise<void>;
  /** Whether the nth event of the changes is lost on its way. */
  loses?(nth: number): boolean;
  timeoutMs?: number;
};

/**
 * Old snapshot + events = fresh snapshot, also when events are lost: what a client keeps from the events it got must equal
 * what it would read anew, without being told that something was missing. Returns how many events came and were lost.
 */
export async function expectSnapshotCatchesUp<T extends Numbered>(
  options: CatchUp<T>,
): Promise<{ heard: number; lost: number }> {
  const { snapshot, since, listen, keyOf, act, last, loses = () => false, timeoutMs = 5_000 } = options;
  const old = await snapshot();
  const kept = new Map(old.items.map((item) => [keyOf(item), item]));
  const applied: number[] = [];
  const stream = createStream<T>({
    seq: old.seq,
    since,
    apply(items) {
      for (const item of items) kept.set(keyOf(item), item);
      applied.push(...items.map(({ seq }) => seq));
    },
  });

  let losing = true;
  let heard = 0;
  let lost = 0;
  const stop = listen((item) => {
    heard += 1;
    if (losing && loses(heard - 1)) lost += 1;
    else stream.receive(item);
  });
  try {
    await act();
    losing = false;
    await last();
    const fresh = await snapshot();
    for (const until = Date.now() + timeoutMs; stream.seq < fresh.seq && Date.now() < until; ) await sleep(5);
    expect(stream.seq).toBe(fresh.seq);
    expect(bySeq([...kept.values()])).toEqual(bySeq(fresh.items));
    expect(applied).toEqual(applied.toSorted((a, b) => a - b));
    expect(new Set(applied).size).toBe(applied.length);
  } finally {
    stop();
  }
  return { heard, lost };
}

const bySeq = <T extends Numbered>(items: T[]): T[] => items.toSorted((a, b) => a.seq - b.seq);
