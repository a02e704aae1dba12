import { expect, test } from 'vitest';
import { newId, timeOfId } from './ids.ts';

const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids are UUID v7 and carry their time', () => {
  const id = newId(new Date('2040-05-06T07:08:09.123Z').getTime());
  expect(id).toMatch(version7);
  expect(timeOfId(id).toISOString()).toBe('2040-05-06T07:08:09.123Z');
});

test('a burst stays unique and sorted, also when the clock is set back', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => newId(Date.now() - (index > 10_000 ? 60_000 : 0)));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});
