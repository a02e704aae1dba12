import { expect, test } from 'vitest';
import type { Trigger } from '#shared/contract/rules.ts';
import {
  findMistakes,
  fromDraft,
  isRight,
  moved,
  nameOfOccasion,
  nameOfSubject,
  newCondition,
  newDraft,
  occasionOf,
  occasions,
  subjectOf,
  toDraft,
  verbOf,
  verbs,
  withVerb,
} from './draft.ts';

test('a trigger that is opened and saved stays as it is', () => {
  const trigger: Trigger = {
    ...newDraft(),
    id: newDraft().id as Trigger['id'],
    name: 'Fire first',
    conditions: [
      { field: 'assigneeId', is: false, values: [null] },
      { field: 'fields', fieldKey: 'room', is: true, values: ['A1'] },
    ],
    actions: { changes: { priority: 'high' }, addTags: ['fire'], removeTags: [] },
    notice: 'We are on the way.',
    updatedAt: '2026-01-02T03:04:05.000Z',
  };
  const { updatedAt: _, ...saved } = trigger;
  expect(fromDraft(toDraft(trigger))).toEqual(saved);
});

test('a trigger needs a name, values for each condition and something to do', () => {
  const empty = newCondition({ field: 'tags' });
  const draft = { ...newDraft(), conditions: [empty] };
  expect(findMistakes(draft)).toEqual({ name: true, conditions: new Set([empty.key]), actions: true });
  const right = { ...draft, name: 'Hello', conditions: [], notice: 'Hello.' };
  expect(isRight(findMistakes(right))).toBe(true);
  const nobody = { changes: { assigneeId: null }, addTags: [], removeTags: [] };
  expect(findMistakes({ ...right, notice: ' ', actions: nobody }).actions).toBe(false);
  const emptying = { changes: { fields: { room: null } }, addTags: [], removeTags: [] };
  expect(findMistakes({ ...right, notice: ' ', actions: emptying }).actions).toBe(false);
  const nothing = { changes: { fields: {} }, addTags: [], removeTags: [] };
  expect(findMistakes({ ...right, notice: ' ', actions: nothing }).actions).toBe(true);
});

test('an own field is asked whether it is something, empty or filled in', () => {
  const asked = newCondition({ field: 'fields', fieldKey: 'room' });
  for (const verb of verbs) expect(verbOf(withVerb(asked, verb))).toBe(verb);
  const filled = { ...asked, values: ['A1'] };
  expect(withVerb(filled, 'not')).toEqual({ ...filled, is: false });
  expect(withVerb(withVerb(filled, 'empty'), 'is').values).toEqual([]);
  expect(verbOf({ ...newCondition({ field: 'assigneeId' }), values: [null] })).toBe('is');
});

test('a subject has one name', () => {
  for (const subject of [{ field: 'fields' as const, fieldKey: 'room' }, { field: 'subject' as const }])
    expect(subjectOf(nameOfSubject(subject))).toEqual(subject);
  expect(subjectOf('weather')).toBeUndefined();
});

test('an occasion has one name', () => {
  for (const name of occasions) expect(nameOfOccasion(occasionOf(name))).toBe(name);
});

test('one of a list moves, the others keep their order', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
});
