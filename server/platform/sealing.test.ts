import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSealing } from './sealing.ts';

const sealing = createSealing(randomBytes(32));

test('what was sealed opens again, and is different each time', () => {
  const [first, second] = [sealing.seal('clé secrète', 'a'), sealing.seal('clé secrète', 'a')];
  expect(first.equals(second)).toBe(false);
  expect([first, second].map((sealed) => sealing.open(sealed, 'a'))).toEqual(['clé secrète', 'clé secrète']);
  expect(first.includes('secr')).toBe(false);
});

test('does not open in another place, with another key, or when a bit of it is different', () => {
  const sealed = sealing.seal('secret', 'a');
  expect(() => sealing.open(sealed, 'b')).toThrow(/auth/i);
  expect(() => createSealing(randomBytes(32)).open(sealed, 'a')).toThrow(/auth/i);
  for (const at of [0, 12, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(() => sealing.open(changed, 'a')).toThrow(/auth/i);
  }
  expect(() => sealing.open(sealed.subarray(0, 20), 'a')).toThrow(/auth/i);
});
