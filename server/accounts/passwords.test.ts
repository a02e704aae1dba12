import { expect, test } from 'vitest';
import { createPasswords, passwordCost } from './passwords.ts';

const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 };

test('hashes with argon2id and the agreed cost', async () => {
  const stored = await createPasswords().hash('correct horse battery');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('tells the right password from a wrong one', async () => {
  const passwords = createPasswords(cheap);
  const stored = await passwords.hash('correct horse battery');
  expect(await passwords.verify(stored, 'correct horse battery')).toBe(true);
  expect(await passwords.verify(stored, 'correct horse batterx')).toBe(false);
});

test('takes the same characters in another Unicode form', async () => {
  const passwords = createPasswords(cheap);
  const stored = await passwords.hash('caf\u00e9 au lait');
  expect(await passwords.verify(stored, 'cafe\u0301 au lait')).toBe(true);
});

test('says no where there is no stored hash, and takes as long', async () => {
  const passwords = createPasswords();
  const stored = await passwords.hash('correct horse battery');
  const timed = async (against: string | undefined) => {
    const started = performance.now();
    expect(await passwords.verify(against, 'something else')).toBe(false);
    return performance.now() - started;
  };
  await timed(undefined);
  const known = Math.min(await timed(stored), await timed(stored), await timed(stored));
  const unknown = Math.min(await timed(undefined), await timed(undefined), await timed(undefined));
  expect(unknown).toBeGreaterThan(known / 3);
});

test('asks for a new hash when the cost has changed', async () => {
  const stored = await createPasswords(cheap).hash('correct horse battery');
  expect(createPasswords(cheap).needsRehash(stored)).toBe(false);
  expect(createPasswords(passwordCost).needsRehash(stored)).toBe(true);
});
