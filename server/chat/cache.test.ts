import { expect, test } from 'vitest';
import { createCache } from './cache.ts';

function counting<T>(answer: () => T) {
  let asked = 0;
  const find = async () => {
    asked += 1;
    return answer();
  };
  return { find, asked: () => asked };
}

test('asks once until the time is over', async () => {
  let time = 0;
  const cache = createCache<string>({ ttlMs: 100, maxEntries: 10, now: () => time });
  const { find, asked } = counting(() => 'found');
  expect(await Promise.all([cache.get('a', find), cache.get('a', find)])).toEqual(['found', 'found']);
  time = 99;
  await cache.get('a', find);
  expect(asked()).toBe(1);
  time = 100;
  await cache.get('a', find);
  expect(asked()).toBe(2);
});

test('does not remember failures or what is not there', async () => {
  const cache = createCache<string>({ ttlMs: 100, maxEntries: 10 });
  const nothing = counting(() => undefined);
  await cache.get('a', nothing.find);
  await cache.get('a', nothing.find);
  expect(nothing.asked()).toBe(2);
  const broken = counting(() => {
    throw new Error('no');
  });
  await expect(cache.get('b', broken.find)).rejects.toThrow('no');
  await expect(cache.get('b', broken.find)).rejects.toThrow('no');
  expect(broken.asked()).toBe(2);
});

test('forgets, and looks up again what was forgotten meanwhile', async () => {
  const cache = createCache<string>({ ttlMs: 100, maxEntries: 10 });
  let answer = 'old';
  const { find, asked } = counting(() => answer);
  const under = cache.get('space:1', find);
  cache.forgetAll('space:');
  answer = 'new';
  expect(await under).toBe('new');
  expect(asked()).toBe(2);
  await cache.get('space:1', find);
  expect(asked()).toBe(3);
  cache.forget('space:1');
  await cache.get('space:1', find);
  expect(asked()).toBe(4);
});

test('holds so many and no more', async () => {
  const cache = createCache<number>({ ttlMs: 100, maxEntries: 2 });
  const { find, asked } = counting(() => 1);
  for (const key of ['a', 'b', 'c', 'b', 'c']) await cache.get(key, find);
  expect(asked()).toBe(3);
  await cache.get('a', find);
  expect(asked()).toBe(4);
});
