import { expect, test } from 'vitest';
import { standIns } from './trunk-source.ts';

test.each<[number[], number[], number[]]>([
  [[2], [0, 1, 2], [2]],
  [
    [0, 2],
    [0, 1, 2],
    [0, 2],
  ],
  [[2], [0, 1], [1]],
  [[1, 2], [0], [0]],
  [[0], [1, 2], [1]],
  [[2], [], []],
  [[], [0, 1, 2], []],
])('layers %j, of which %j are sent, cross as %j', (wanted, sent, active) => {
  expect([...standIns(new Set(wanted), new Set(sent))]).toEqual(active);
});
