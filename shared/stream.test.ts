import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStream } from './stream.ts';

type Change = { seq: number; thing: string };

/** A server's log where the later change of a thing takes the earlier one's place, as in a table of messages. */
function makeLog() {
  const latest = new Map<string, number>();
  let lastSeq = 0;
  return {
    write: (thing: string): Change => {
      lastSeq += 1;
      latest.set(thing, lastSeq);
      return { seq: lastSeq, thing };
    },
    since: async (seq: number, limit = 3) => {
      const newer = [...latest]
        .map(([thing, at]) => ({ thing, seq: at }))
        .filter((change) => change.seq > seq);
      newer.sort((a, b) => a.seq - b.seq);
      return { items: newer.slice(0, limit), lastSeq, complete: newer.length <= limit };
    },
    state: () => new Map(latest),
  };
}

test('events in order pass straight through', () => {
  const seen: number[] = [];
  const stream = createStream<Change>({
    seq: 0,
    since: () => Promise.reject(new Error('not needed')),
    apply: (items) => seen.push(...items.map(({ seq }) => seq)),
  });
  stream.receive({ seq: 1, thing: 'a' });
  stream.receive({ seq: 1, thing: 'a' });
  stream.receive({ seq: 2, thing: 'b' });
  expect(seen).toEqual([1, 2]);
});

test('whatever is lost, repeated or swapped on the way, the end is the same', async () => {
  const fate = fc.record({
    thing: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    fate: fc.constantFrom('arrives', 'lost', 'twice', 'late'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { maxLength: 60 }), async (writes) => {
      const log = makeLog();
      const mine = new Map<string, number>();
      const stream = createStream<Change>({
        seq: 0,
        since: log.since,
        apply: (items) => {
          for (const { thing, seq } of items) mine.set(thing, seq);
        },
      });
      const late: Change[] = [];
      for (const { thing, fate } of writes) {
        const change = log.write(thing);
        if (fate === 'late') late.push(change);
        if (fate === 'arrives' || fate === 'twice') stream.receive(change);
        if (fate === 'twice') stream.receive(change);
        if (fate === 'lost') await Promise.resolve();
      }
      for (const change of late) stream.receive(change);
      await stream.catchUp();
      expect(mine).toEqual(log.state());
    }),
  );
});

test('a failing catch-up loses nothing: the next one heals', async () => {
  const log = makeLog();
  let fails = true;
  const seen: number[] = [];
  const stream = createStream<Change>({
    seq: 0,
    since: (seq) => (fails ? Promise.reject(new Error('away')) : log.since(seq)),
    apply: (items) => seen.push(...items.map(({ seq }) => seq)),
  });
  log.write('a');
  stream.receive(log.write('b'));
  await expect(stream.catchUp()).rejects.toThrow('away');
  expect(seen).toEqual([]);
  fails = false;
  await stream.catchUp();
  expect(seen).toEqual([1, 2]);
});
