import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

test('runs so many at once, lets so many wait and refuses the rest', async () => {
  const slots = createSlots(2, 1);
  const gate = Promise.withResolvers<void>();
  let running = 0;
  const work = async () => {
    running += 1;
    await gate.promise;
    return running;
  };
  const [first, second, third] = [slots(work), slots(work), slots(work)];
  await expect(slots(work)).rejects.toMatchObject({ code: 'unavailable' });
  expect(running).toBe(2);
  gate.resolve();
  await Promise.all([first, second, third]);
  expect(running).toBe(3);
});

test('work that fails gives its slot back', async () => {
  const slots = createSlots(1, 0);
  await expect(slots(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(slots(() => Promise.resolve('yes'))).resolves.toBe('yes');
});
