import { describe, expect, it } from 'vitest';
import { findCode } from './meeting-code.ts';

describe('findCode', () => {
  it.each([
    'abc-defg-hij',
    ' ABC-DEFG-HIJ ',
    'https://hub.example.org/m/abc-defg-hij?x=1',
    'abcdefghij',
    'abc defg hij',
  ])('finds the code in "%s"', (text) => expect(findCode(text)).toBe('abc-defg-hij'));
  it.each(['', 'abc', 'abc-defg-hi', 'https://hub.example.org/chat', 'abc-defg-hi1'])(
    'finds none in "%s"',
    (text) => expect(findCode(text)).toBeUndefined(),
  );
});
