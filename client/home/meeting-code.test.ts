import { describe, expect, it } from 'vitest';
import { findCode } from './meeting-code.ts';

describe('findCode', () => {
  it('takes a code, a link, capitals and missing dashes', () => {
    for (const text of [
      'abc-defg-hij',
      ' ABC-DEFG-HIJ ',
      'https://hub.example.org/m/abc-defg-hij?x=1',
      'abcdefghij',
      'abc defg hij',
    ])
      expect(findCode(text), text).toBe('abc-defg-hij');
  });
  it('takes nothing else', () => {
    for (const text of ['', 'abc', 'abc-defg-hi', 'https://hub.example.org/chat', 'abc-defg-hi1'])
      expect(findCode(text), text).toBeUndefined();
  });
});
