import { describe, expect, test } from 'vitest';
import type { FieldKind, FieldValue, TicketField } from '#shared/contract/fields.ts';
import type { QueueId } from '#shared/contract/ids.ts';
import { requireFitting, requireHolding, shownValues } from './fields.policy.ts';

const [here, elsewhere] = ['here', 'elsewhere'] as [QueueId, QueueId];
const field = (kind: FieldKind, parts: Partial<TicketField> = {}): TicketField => ({
  key: kind.toLowerCase(),
  label: { en: kind, fr: kind },
  kind,
  choices: kind === 'choice' ? ['red', 'blue'] : [],
  queueIds: null,
  requiredToSolve: false,
  shownToCustomers: false,
  archived: false,
  ...parts,
});
const refused = expect.objectContaining({
  code: 'invalid',
  details: expect.objectContaining({ reason: 'fieldValue' }),
});

describe('a value', () => {
  const takes = (definition: TicketField, value: FieldValue | null, side: 'employee' | 'customer') => () =>
    requireFitting([definition], { [definition.key]: value }, here, side);

  test.each<[FieldKind, FieldValue, FieldValue[]]>([
    ['text', 'A1', ['', '  ', 1, true]],
    ['number', -1.5, ['1', true]],
    ['choice', 'red', ['green', '', 0]],
    ['date', '2028-02-29', ['2027-02-29', '2028-2-9', 'tomorrow', '2028-13-01', 20280229]],
    ['yesNo', false, ['no', 0]],
    ['link', 'https://example.org/a?b=c', ['example.org', 'javascript:alert(1)', '', true]],
  ])('of kind %s is %o, and none of %o', (kind, right, wrong) => {
    expect(takes(field(kind), right, 'employee')).not.toThrow();
    for (const value of wrong) expect(takes(field(kind), value, 'employee')).toThrow(refused);
  });

  test('is of a field that is asked for here, on this side', () => {
    expect(() => requireFitting([], { room: 'A1' }, here, 'employee')).toThrow(refused);
    for (const parts of [{ archived: true }, { queueIds: [elsewhere] }]) {
      expect(takes(field('text', parts), 'A1', 'employee')).toThrow(refused);
      expect(takes(field('text', parts), null, 'employee')).not.toThrow();
    }
    expect(takes(field('text', { queueIds: [here] }), 'A1', 'employee')).not.toThrow();
    expect(takes(field('text'), 'A1', 'customer')).toThrow(refused);
    expect(takes(field('text'), null, 'customer')).toThrow(refused);
    expect(takes(field('text', { shownToCustomers: true }), 'A1', 'customer')).not.toThrow();
  });
});

test('what is kept for later has to be held by a field that somebody is asked for', () => {
  const elsewhereOnly = field('text', { queueIds: [elsewhere] });
  expect(() => requireHolding([elsewhereOnly], { text: 'A1' })).not.toThrow();
  expect(() => requireHolding([field('number')], { number: 'five' })).toThrow(refused);
  expect(() => requireHolding([field('text', { archived: true })], { text: 'A1' })).toThrow(refused);
  expect(() => requireHolding([], { text: null })).toThrow(refused);
});

test('customers see the values of what is shown to them', () => {
  const definitions = [field('text', { shownToCustomers: true }), field('number')];
  const values = { text: 'A1', number: 2 };
  expect(shownValues(definitions, values, 'customer')).toEqual({ text: 'A1' });
  expect(shownValues(definitions, values, 'employee')).toEqual(values);
});
