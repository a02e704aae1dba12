import { describe, expect, test } from 'vitest';
import { ConsumerId } from '#shared/contract/ids.ts';
import { layerFor, type Received, sameTuning, tuningFor } from './layers.ts';

const stream = (changes: Partial<Received>): Received => ({
  id: ConsumerId.parse('00000000-0000-7000-8000-000000000001'),
  source: 'camera',
  muted: false,
  ...changes,
});

describe('layers', () => {
  test('follow the size of the picture', () => {
    expect(layerFor({ width: 240, height: 135 })).toBe(0);
    expect(layerFor({ width: 632, height: 356 })).toBe(1);
    expect(layerFor({ width: 1280, height: 720 })).toBe(2);
  });

  test('a tall tile counts by its height, for its picture is cropped', () => {
    expect(layerFor({ width: 300, height: 600 })).toBe(2);
  });

  test('a size near the limit does not flap', () => {
    expect(layerFor({ width: 0, height: 400 })).toBe(1);
    expect(layerFor({ width: 0, height: 400 }, 2)).toBe(2);
    expect(layerFor({ width: 0, height: 330 }, 2)).toBe(1);
  });

  test('sound flows unseen, pictures only while seen', () => {
    expect(tuningFor(stream({ source: 'microphone' }), undefined, undefined)).toEqual({ paused: false });
    expect(tuningFor(stream({ source: 'microphone', muted: true }), undefined, undefined)).toEqual({
      paused: true,
    });
    expect(tuningFor(stream({}), undefined, undefined)).toEqual({ paused: true });
    expect(tuningFor(stream({}), { width: 200, height: 112 }, undefined)).toEqual({
      paused: false,
      spatialLayer: 0,
    });
    expect(tuningFor(stream({ source: 'screen' }), { width: 200, height: 112 }, undefined)).toEqual({
      paused: false,
    });
  });

  test('a paused stream needs no new layer', () => {
    expect(sameTuning({ paused: true, spatialLayer: 2 }, { paused: true })).toBe(true);
    expect(sameTuning({ paused: false, spatialLayer: 2 }, { paused: false, spatialLayer: 1 })).toBe(false);
    expect(sameTuning(undefined, { paused: true })).toBe(false);
  });
});
