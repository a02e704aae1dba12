import { describe, expect, it } from 'vitest';
import { extend, length, peakOf } from './history.ts';
import { someFigures } from './nodes.fixtures.ts';

describe('history', () => {
  it('is never longer than ten minutes', () => {
    let history = extend(undefined, someFigures, 1);
    for (let step = 0; step < 80; step += 1) history = extend(history, someFigures, 1);
    expect(history.cpu).toHaveLength(length);
    expect(extend(history, someFigures, 500).cpu.filter((value) => value !== null)).toHaveLength(1);
  });

  it('knows the peak of what was heard', () => {
    expect(peakOf([null, 3, 7, null])).toBe(7);
    expect(peakOf([null])).toBeUndefined();
  });
});
