import { expect, test } from 'vitest';
import { createCallMemory } from './call-memory.ts';
import { newUuid } from '../../app/uuid.ts';

function memory(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

test('a reloaded tab is the same participant and was in the call', () => {
  const storage = memory();
  const first = createCallMemory(storage);
  const participantId = first.participantFor('abc-defg-hij');
  expect(first.wasInCall('abc-defg-hij')).toBe(false);
  first.entered('abc-defg-hij', participantId);
  const again = createCallMemory(storage);
  expect(again.participantFor('abc-defg-hij')).toBe(participantId);
  expect(again.wasInCall('abc-defg-hij')).toBe(true);
  expect(again.wasInCall('xyz-defg-hij')).toBe(false);
  again.left('abc-defg-hij', participantId);
  expect(again.wasInCall('abc-defg-hij')).toBe(false);
});

test('nonsense in the storage is as good as nothing', () => {
  const storage = memory();
  storage.setItem('entente.call', '{"code":1}');
  expect(createCallMemory(storage).wasInCall('abc-defg-hij')).toBe(false);
});

test('new ids are version 4 UUIDs', () => {
  expect(newUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newUuid()).not.toBe(newUuid());
});
