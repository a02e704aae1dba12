import { expect, test } from 'vitest';
import { slotOf } from './redis-slot.ts';

// What `CLUSTER KEYSLOT` of Redis 7 answers.
test.each([
  ['123456789', 12_739],
  ['foo', 12_182],
  ['{user1000}.following', 3_443],
  ['{user1000}.followers', 3_443],
  ['foo{}{bar}', 8_363],
  ['foo{{bar}}zap', 4_015],
  ['', 0],
])('%s is in slot %i', (key, slot) => {
  expect(slotOf(key)).toBe(slot);
});
