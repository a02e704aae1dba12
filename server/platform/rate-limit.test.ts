import { expect, test } from 'vitest';
import { limiter } from './rate-limit.ts';

test('a key runs out of points and says when to come back; other keys do not', async () => {
  const limit = limiter('signIn', { points: 2, perSeconds: 60 });
  await limit.consume('10.0.0.1');
  await limit.consume('10.0.0.1');
  const refused = await limit.consume('10.0.0.1').catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'tooMany', details: { reason: 'signIn' } });
  expect(refused).toHaveProperty('details.retryAfterMs', expect.closeTo(60_000, -4));
  await limit.consume('10.0.0.2');
});

test('points come back with time and by forgiveness', async () => {
  const limit = limiter('short', { points: 1, perSeconds: 1 });
  await limit.consume('key');
  await limit.forgive('key');
  await limit.consume('key');
  await expect(limit.consume('key')).rejects.toMatchObject({ code: 'tooMany' });
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  await limit.consume('key');
});

test('two limiters of one name do not share their counters', async () => {
  const [one, two] = [
    limiter('same', { points: 1, perSeconds: 60 }),
    limiter('same', { points: 1, perSeconds: 60 }),
  ];
  await one.consume('key');
  await expect(two.consume('key')).resolves.toBeUndefined();
});
