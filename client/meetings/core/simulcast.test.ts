import { expect, test } from 'vitest';
import { cameraEncodings, cameraLayers } from './simulcast.ts';

test('a small camera has fewer layers, so that its full picture is sent', () => {
  expect(cameraLayers(1280, 720)).toBe(3);
  expect(cameraLayers(640, 480)).toBe(2);
  expect(cameraLayers(320, 180)).toBe(1);
  for (const layers of [1, 2, 3]) expect(cameraEncodings(layers).at(-1)?.scaleResolutionDownBy).toBe(1);
});

test('three layers are a quarter, a half and the whole', () => {
  expect(cameraEncodings(3).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([4, 2, 1]);
  expect(cameraEncodings(2).map(({ maxBitrate }) => maxBitrate)).toEqual([500_000, 1_500_000]);
});
