import { expect, test } from 'vitest';
import { createStalls } from './stalls.ts';

function clocked() {
  const clock = { ms: 0 };
  const stalledOf = createStalls({ firstMs: 4_000, mostMs: 10_000, now: () => clock.ms });
  const look = (at: number, bytes: Record<string, number>): string[] => {
    clock.ms = at;
    return stalledOf(Object.entries(bytes).map(([id, count]) => ({ id, bytes: count }))).map(({ id }) => id);
  };
  return look;
}

test('a stream is named when nothing of it has arrived for the first patience, and not before', () => {
  const look = clocked();
  expect(look(0, { a: 100, b: 100 })).toEqual([]);
  expect(look(2_000, { a: 100, b: 200 })).toEqual([]);
  expect(look(4_000, { a: 100, b: 300 })).toEqual(['a']);
  expect(look(6_000, { a: 0, b: 400 })).toEqual([]);
});

test('asked for anew in vain it is named less and less often', () => {
  const look = clocked();
  const named = Array.from({ length: 31 }, (_, index) => index * 1_000).filter(
    (at) => look(at, { a: at === 0 ? 100 : 0 }).length > 0,
  );
  expect(named).toEqual([4_000, 12_000, 22_000]);
});

test('what flows again has the first patience again', () => {
  const look = clocked();
  look(0, { a: 100 });
  expect(look(4_000, { a: 100 })).toEqual(['a']);
  expect(look(5_000, { a: 150 })).toEqual([]);
  expect(look(9_000, { a: 150 })).toEqual(['a']);
});

test('time in which nothing was awaited does not count', () => {
  const look = clocked();
  look(0, { a: 100 });
  look(2_000, {});
  expect(look(60_000, { a: 100 })).toEqual([]);
  expect(look(64_000, { a: 100 })).toEqual(['a']);
});
