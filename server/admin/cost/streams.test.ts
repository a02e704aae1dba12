import { expect, test } from 'vitest';
import { measuredCapacity } from './defaults.ts';
import { coresOfParticipant, participantHour, streamsOf } from './streams.ts';

test('two see each other large, five see four of middle size, a hundred see those who speak', () => {
  expect(streamsOf(2)).toMatchObject({ camerasOut: 1, pictures: 1, kbpsEach: 1_500, voices: 1 });
  expect(streamsOf(5)).toMatchObject({ camerasOut: 1, pictures: 4, kbpsEach: 500, voices: 4 });
  const large = streamsOf(100);
  expect(large.camerasOut).toBeCloseTo(0.04);
  expect(large.pictures).toBeLessThan(4);
  expect(large.voices).toBe(5);
  expect(streamsOf(1)).toMatchObject({ pictures: 0, voices: 0 });
});

test('a meeting of voices needs less than one of pictures, and twice the pictures not twice of all', () => {
  const hours = [0, 1, 2].map((video) => participantHour(measuredCapacity, 5, video));
  const [voices, pictures, twice] = hours.map(({ media }) => media) as [number, number, number];
  expect(voices).toBeLessThan(pictures / 2);
  expect(twice - pictures).toBeCloseTo(pictures - voices);
});

test('a core carries some dozens of people of a usual meeting', () => {
  const people = 1 / coresOfParticipant(measuredCapacity, 5);
  expect(people).toBeGreaterThan(30);
  expect(people).toBeLessThan(300);
});
