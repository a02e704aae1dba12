import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldValue } from '#shared/contract/fields.ts';
import { differing, patched } from './field-values.ts';

const values = fc.dictionary(
  fc.constantFrom('room', 'floor', 'since', 'urgent'),
  fc.oneof(fc.string(), fc.integer(), fc.boolean()) as fc.Arbitrary<FieldValue>,
  { noNullPrototype: true },
);

test('a change names what differs alone', () => {
  const [before, after] = [
    { room: 'A1', floor: 2 },
    { floor: 2, urgent: false },
  ];
  expect(differing(after, before)).toEqual({ room: null, urgent: false });
  expect(patched(before, { room: null, urgent: false })).toEqual(after);
  expect(patched(before, {})).toEqual(before);
});

test('what differs leads there, and back again', () => {
  fc.assert(
    fc.property(values, values, (before, after) => {
      expect(patched(before, differing(after, before))).toEqual(after);
      expect(patched(after, differing(before, after))).toEqual(before);
    }),
  );
});
