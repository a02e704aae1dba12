import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSolved, solve, zeroBits } from './proof-of-work.ts';

function zeroBitsOf(text: string): number {
  const bits = [...createHash('sha256').update(text).digest()].map((byte) =>
    byte.toString(2).padStart(8, '0'),
  );
  return bits.join('').indexOf('1');
}

test('the hash is SHA-256, for every length around a block', () => {
  for (let length = 0; length < 200; length += 1)
    for (const letter of ['a', 'z', '~']) {
      const text = letter.repeat(length);
      expect(zeroBits(text), `${letter} ${length}`).toBe(zeroBitsOf(text));
    }
});

test('a solution is found and holds', async () => {
  const challenge = '12.lq3k.abc';
  const nonce = await solve({ challenge, bits: 12 });
  expect(zeroBitsOf(`${challenge}:${nonce}`)).toBeGreaterThanOrEqual(12);
  expect(isSolved(challenge, nonce, 12)).toBe(true);
  expect(isSolved('other', nonce, 60)).toBe(false);
});
