import { expect, test } from 'vitest';
import { pageEdges, positionsOf } from './pages.ts';

/** What the store answers: the positions that exist in the range. */
function page(lastPosition: number, at: Parameters<typeof positionsOf>[0]) {
  const range = positionsOf(at);
  const from = range.from ?? lastPosition - at.limit + 1;
  const to = range.to ?? lastPosition;
  const messages = Array.from({ length: lastPosition }, (_, index) => ({ position: index + 1 })).filter(
    ({ position }) => position >= from && position <= to,
  );
  return {
    positions: messages.map(({ position }) => position),
    ...pageEdges({ messages, lastPosition }, range),
  };
}

test.each([
  ['the newest', 10, { limit: 3 }, [8, 9, 10], true, false],
  ['all there is', 2, { limit: 3 }, [1, 2], false, false],
  ['an empty channel', 0, { limit: 3 }, [], false, false],
  ['before', 10, { before: 5, limit: 3 }, [2, 3, 4], true, true],
  ['before, to the start', 10, { before: 4, limit: 3 }, [1, 2, 3], false, true],
  ['before the first', 10, { before: 1, limit: 3 }, [], false, true],
  ['before nought', 10, { before: 0, limit: 3 }, [], false, true],
  ['before, from far off', 10, { before: 99, limit: 3 }, [], true, false],
  ['after', 10, { after: 5, limit: 3 }, [6, 7, 8], true, true],
  ['after, to the end', 10, { after: 7, limit: 3 }, [8, 9, 10], true, false],
  ['after the last', 10, { after: 10, limit: 3 }, [], true, false],
  ['after nought', 10, { after: 0, limit: 3 }, [1, 2, 3], false, true],
  ['around', 10, { around: 5, limit: 4 }, [3, 4, 5, 6], true, true],
  ['around, odd', 10, { around: 5, limit: 3 }, [4, 5, 6], true, true],
  ['around the first', 10, { around: 1, limit: 4 }, [1, 2], false, true],
  ['around the last', 10, { around: 10, limit: 4 }, [8, 9, 10], true, false],
  ['a position beyond all numbers', 10, { after: Number.MAX_SAFE_INTEGER, limit: 3 }, [], true, false],
])('%s', (_, last, at, positions, moreBefore, moreAfter) => {
  expect(page(last, at)).toEqual({ positions, moreBefore, moreAfter });
});
