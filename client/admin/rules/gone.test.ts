import { expect, test } from 'vitest';
import type { TicketField } from '#shared/contract/fields.ts';
import type { TicketLabelId } from '#shared/contract/ids.ts';
import type { Condition } from '#shared/contract/rules.ts';
import { goneOf } from './gone.ts';
import { labelId, supplier } from './rules.fixtures.ts';

const room: TicketField = {
  key: 'room',
  label: { en: 'Room', fr: 'Salle' },
  kind: 'choice',
  choices: ['A1'],
  queueIds: null,
  requiredToSolve: false,
  shownToCustomers: false,
  archived: false,
};
const found = (conditions: Condition[], fields: Record<string, string | null> = {}, archived = false) =>
  goneOf({ conditions, actions: { changes: { fields } } }, [{ ...room, archived }], [supplier]);

test('what a rule speaks of and is there is not gone, also when it is hidden', () => {
  const conditions: Condition[] = [
    { field: 'status', is: true, values: ['open', supplier.id] },
    { field: 'fields', fieldKey: 'room', is: true, values: ['B2'] },
  ];
  expect(found(conditions, { room: 'A1' })).toEqual([]);
  expect(found(conditions, { room: null })).toEqual([]);
});

test('deleted words, fields and choices are told once each', () => {
  const conditions: Condition[] = [
    { field: 'status', is: true, values: [labelId(2), labelId(3)] },
    { field: 'priority', is: true, values: ['high'] },
    { field: 'fields', fieldKey: 'cost', is: true, values: [5] },
  ];
  expect(found(conditions, { cost: '5', room: 'B2' })).toEqual([
    { kind: 'word', field: 'status' },
    { kind: 'field', fieldKey: 'cost' },
    { kind: 'value', fieldKey: 'room' },
  ]);
  expect(found([], { room: 'A1' }, true)).toEqual([{ kind: 'field', fieldKey: 'room' }]);
});

test('a deleted word that a rule sets is told apart from one that it asks for', () => {
  const sets = (statusLabelId: TicketLabelId) =>
    goneOf({ conditions: [], actions: { changes: { status: 'pending', statusLabelId } } }, [], [supplier]);
  expect(sets(supplier.id)).toEqual([]);
  expect(sets(labelId(2))).toEqual([{ kind: 'setWord', field: 'status' }]);
});
