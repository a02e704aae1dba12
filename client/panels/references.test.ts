import { expect, test } from 'vitest';
import { referenceIn } from './references.ts';

const id = '01a21ef5-c5c2-7191-b92d-3579bbdd7b3d';

test('a message that is a reference and nothing else stands for what it names', () => {
  expect(referenceIn(`<panel:${id}>`)).toEqual({ kind: 'panel', id });
  expect(referenceIn(`<ticket:${id}>`)).toEqual({ kind: 'ticket', id });
  for (const body of [`see <ticket:${id}>`, '<ticket:nonsense>', `<@${id}>`, `<file:${id}>`, ''])
    expect(referenceIn(body)).toBeUndefined();
});
