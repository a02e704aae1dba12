import { expect, test } from 'vitest';
import { textFrame } from './fan-out.ts';

test.each([
  [0, '8100'],
  [125, '817d'],
  [126, '817e007e'],
  [65_535, '817effff'],
  [65_536, '817f0000000000010000'],
])('a text of %i bytes is framed with %s', (length, header) => {
  const frame = textFrame('x'.repeat(length));
  expect(frame.subarray(0, header.length / 2).toString('hex')).toBe(header);
  expect(frame.subarray(header.length / 2).toString()).toBe('x'.repeat(length));
});

test('the length counts bytes, not characters', () => {
  expect(textFrame('é😀').toString('hex')).toBe('8106c3a9f09f9880');
});
