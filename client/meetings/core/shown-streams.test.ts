import { expect, test } from 'vitest';
import type { Spot } from './room-state.ts';
import { anId } from './room-kit.ts';
import { type Candidate, pickShown } from './shown-streams.ts';

const camera: Spot = `${anId(1)}/camera`;
const sound: Spot = `${anId(1)}/microphone`;
const offer = (stream: string, ready: boolean, spot: Spot = camera): Candidate<string> => ({
  spot,
  stream,
  ready,
});
const shown = (stream: string) => new Map([[camera, stream]]);

test('the first that flows is shown', () => {
  expect(pickShown([offer('new', false), offer('old', true)], shown('old'))).toEqual(shown('old'));
  expect(pickShown([offer('new', true), offer('old', true)], shown('old'))).toEqual(shown('new'));
});

test('until one flows, what is shown stays; without that the first', () => {
  expect(pickShown([offer('new', false), offer('old', false)], shown('old'))).toEqual(shown('old'));
  expect(pickShown([offer('new', false), offer('old', false)], new Map())).toEqual(shown('new'));
  expect(pickShown([offer('new', false)], shown('old'))).toEqual(shown('new'));
});

test('each spot is for itself, and an empty one is gone', () => {
  const picked = pickShown([offer('new', true), offer('voice', false, sound)], new Map([[camera, 'old']]));
  expect([...picked]).toEqual([
    [camera, 'new'],
    [sound, 'voice'],
  ]);
  expect(pickShown([], shown('old')).size).toBe(0);
});
