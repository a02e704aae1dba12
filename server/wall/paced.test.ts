import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { paced } from './paced.ts';

test('work is done at once, then once for all who ask in a while, never twice at a time, and not after the end', async () => {
  let [runs, running, most] = [0, 0, 0];
  const work = paced(30, async () => {
    runs += 1;
    running += 1;
    most = Math.max(most, running);
    await sleep(5);
    running -= 1;
  });
  work.ask();
  expect(runs).toBe(1);
  for (let n = 0; n < 10; n++) work.ask();
  await expect.poll(() => runs).toBe(2);
  await sleep(60);
  expect([runs, most]).toEqual([2, 1]);
  work.ask();
  work.ask();
  await work.close();
  await sleep(60);
  expect(runs).toBe(3);
});
