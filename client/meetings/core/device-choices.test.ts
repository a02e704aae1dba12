import { describe, expect, test } from 'vitest';
import { CaptureError, cameraConstraints, microphoneConstraints, problemOf } from './capture.ts';
import { findChosen, listDevices, readChoices, writeChoices } from './device-choices.ts';
import { loudness } from './level-meter.ts';

function memory(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

describe('choices', () => {
  test('survive a round trip and nonsense', () => {
    const storage = memory();
    expect(readChoices(storage)).toMatchObject({ microphoneOn: true, cameraOn: true, clean: true });
    const choices = { ...readChoices(storage), cameraOn: false, camera: { id: 'a', label: 'A' } };
    writeChoices(storage, choices);
    expect(readChoices(storage)).toEqual(choices);
    storage.setItem('entente.devices', '{"microphoneOn":"yes"}');
    expect(readChoices(storage).microphoneOn).toBe(true);
    storage.setItem('entente.devices', '{');
    expect(readChoices(storage).cameraOn).toBe(true);
  });

  test('a device is found again by its id, else by its name', () => {
    const list = [
      { id: '1', label: 'Desk' },
      { id: '2', label: 'Head set' },
    ];
    expect(findChosen(list, { id: '2', label: 'old name' })?.label).toBe('Head set');
    expect(findChosen(list, { id: 'new', label: 'Desk' })?.id).toBe('1');
    expect(findChosen(list, { id: 'gone', label: '' })).toBeUndefined();
    expect(findChosen(list, undefined)).toBeUndefined();
  });

  test('placeholders without an id are no devices', () => {
    const lists = listDevices([
      { kind: 'audioinput', deviceId: '', label: '' },
      { kind: 'audioinput', deviceId: 'default', label: 'Default' },
      { kind: 'audioinput', deviceId: 'communications', label: 'Communications' },
      { kind: 'videoinput', deviceId: 'cam', label: 'Cam' },
    ]);
    expect(lists.microphone).toEqual([{ id: 'default', label: 'Default' }]);
    expect(lists.camera).toHaveLength(1);
    expect(lists.speaker).toEqual([]);
  });
});

describe('capture', () => {
  test('names the problem', () => {
    const named = (name: string, message = '') => Object.assign(new Error(message), { name });
    expect(problemOf(named('NotAllowedError'))).toBe('denied');
    expect(problemOf(named('NotAllowedError', 'Permission denied by system'))).toBe('deniedBySystem');
    expect(problemOf(named('OverconstrainedError'))).toBe('missing');
    expect(problemOf(named('NotReadableError'))).toBe('busy');
    expect(problemOf(new CaptureError('insecure', undefined))).toBe('insecure');
    expect(problemOf('what')).toBe('failed');
  });

  test('cleans the sound unless told otherwise, and takes exactly the chosen device', () => {
    expect(microphoneConstraints({ deviceId: 'x' })).toMatchObject({
      deviceId: { exact: 'x' },
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    });
    expect(microphoneConstraints({ clean: false })).toMatchObject({
      echoCancellation: false,
      channelCount: 2,
    });
    expect(cameraConstraints({})).toMatchObject({ width: { ideal: 1280 }, facingMode: 'user' });
  });
});

test('loudness runs from silence to full scale', () => {
  expect(loudness(new Float32Array(512))).toBe(0);
  expect(loudness(new Float32Array(512).fill(1))).toBe(1);
  const speech = loudness(new Float32Array(512).fill(0.03));
  expect(speech).toBeGreaterThan(0.4);
  expect(speech).toBeLessThan(0.8);
});
