import { expect, test } from 'vitest';
import { choiceIn, withChoice } from './changes.ts';
import { supplier } from './rules.fixtures.ts';

test('a word of the desk is set with what it stands for, and is the choice that is shown', () => {
  const changes = withChoice({ impact: 'minor' }, 'status', supplier.id, [supplier]);
  expect(changes).toEqual({ impact: 'minor', status: 'pending', statusLabelId: supplier.id });
  expect(choiceIn(changes, 'status')).toBe(supplier.id);
});

test('a value is set without a word, and what stays as it is leaves both', () => {
  const labelled = { status: 'pending', statusLabelId: supplier.id } as const;
  expect(withChoice(labelled, 'status', 'open', [supplier])).toEqual({ status: 'open', statusLabelId: null });
  expect(withChoice(labelled, 'status', undefined, [supplier])).toEqual({});
  expect(choiceIn({ status: 'open', statusLabelId: null }, 'status')).toBe('open');
  expect(choiceIn({}, 'priority')).toBeUndefined();
});

test('nobody is a choice', () => {
  const changes = withChoice({}, 'assigneeId', null, []);
  expect(changes).toEqual({ assigneeId: null });
  expect(choiceIn(changes, 'assigneeId')).toBeNull();
});
