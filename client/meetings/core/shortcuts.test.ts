import { expect, test } from 'vitest';
import { actionOf, isPushToTalk, type KeyPress } from './shortcuts.ts';

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...changes,
});

test('single keys act unless somebody writes', () => {
  expect(actionOf(press('m'), 'nothing')).toBe('microphone');
  expect(actionOf(press('V'), 'control')).toBe('camera');
  expect(actionOf(press('m'), 'field')).toBeUndefined();
  expect(actionOf(press('?', { shiftKey: true }), 'nothing')).toBe('help');
  expect(actionOf(press('m', { repeat: true }), 'nothing')).toBeUndefined();
});

test('Ctrl D and Ctrl E act everywhere, other combinations belong to the browser', () => {
  expect(actionOf(press('d', { ctrlKey: true }), 'field')).toBe('microphone');
  expect(actionOf(press('e', { metaKey: true }), 'nothing')).toBe('camera');
  expect(actionOf(press('d', { ctrlKey: true, shiftKey: true }), 'nothing')).toBeUndefined();
  expect(actionOf(press('c', { ctrlKey: true }), 'nothing')).toBeUndefined();
  expect(actionOf(press('m', { altKey: true }), 'nothing')).toBeUndefined();
});

test('Space talks only where it would do nothing else', () => {
  expect(isPushToTalk(press(' '), 'nothing')).toBe(true);
  expect(isPushToTalk(press(' '), 'control')).toBe(false);
  expect(isPushToTalk(press(' '), 'field')).toBe(false);
  expect(isPushToTalk(press(' ', { ctrlKey: true }), 'nothing')).toBe(false);
});
