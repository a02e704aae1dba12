import { expect, test } from 'vitest';
import { ParticipantId } from '#shared/contract/ids.ts';
import { nextDominance, nobody } from './speakers.ts';

const anna = ParticipantId.parse('00000000-0000-7000-8000-00000000000a');
const ben = ParticipantId.parse('00000000-0000-7000-8000-00000000000b');
const heard = (...ids: (typeof anna)[]) => ids.map((participantId) => ({ participantId, level: 0.5 }));

test('the first voice takes the stage and keeps it through silence', () => {
  const first = nextDominance(nobody, heard(anna), 0);
  expect(first.current).toBe(anna);
  expect(nextDominance(first, [], 5_000)).toBe(first);
});

test('a cough does not take it, a sentence does', () => {
  let state = nextDominance(nobody, heard(anna), 0);
  state = nextDominance(state, heard(ben), 100);
  state = nextDominance(state, heard(ben), 500);
  expect(state.current).toBe(anna);
  state = nextDominance(state, heard(anna), 600);
  state = nextDominance(state, heard(ben), 700);
  expect(nextDominance(state, heard(ben, anna), 1_500).current).toBe(anna);
  expect(nextDominance(state, heard(ben, anna), 1_700).current).toBe(ben);
});
