import { describe, expect, it } from 'vitest';
import { isIn, isWholeIn, readNumber } from './numbers.ts';

describe('typed numbers', () => {
  it('may have a comma and groups', () => {
    expect(['1 200', '38,5', '0.25', '1\u202f000'].map(readNumber)).toEqual([1200, 38.5, 0.25, 1000]);
  });

  it('are nothing else', () => {
    expect(['', 'ten', '-1', '1e9', '1,2,3'].map(readNumber)).toEqual(Array.from({ length: 5 }));
  });

  it('are within bounds', () => {
    expect([isWholeIn('30', 30, 365), isWholeIn('29', 30, 365), isWholeIn('30.5', 30, 365)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isIn('0', 0, 1), isIn('1.1', 0, 1)]).toEqual([true, false]);
  });
});
